package exfilwatch.rclone;

import java.util.Locale;

/** What a command is for in the course of a theft. */
public enum Purpose {
  /** Moves the content of files. */
  TRANSFER,
  /** Looks around, makes a configuration, tries a remote: comes before a transfer. */
  PREPARATION,
  /** Lets other programs or people move data through it: mount, serve, remote control. */
  CAPABILITY,
  /** Deletes data or configuration. */
  CLEANUP,
  /** Makes remote data public. */
  EXPOSURE,
  OTHER;

  static Purpose of(String name) {
    return valueOf(name.toUpperCase(Locale.ROOT));
  }

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
