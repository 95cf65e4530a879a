package exfilwatch.simulate;

import java.util.List;
import java.util.Locale;

/** How a planted rclone hides, or what makes it hard to see. */
public enum Disguise {
  /** {@code rclone.exe copy}, as downloaded. */
  PLAIN,
  /** Another file name; the version data still says rclone. */
  RENAMED_WITH_PE,
  /** Another file name and no version data: only the command line tells. */
  RENAMED_WITHOUT_PE,
  /** The first connection is recorded before the start. */
  NETWORK_FIRST,
  /** The machine sends no connections and no name queries. */
  NO_NETWORK,
  /** {@code RCLONE.EXE}. */
  UPPER_CASE,
  /** {@code move}, {@code moveto} or {@code copyto}, which the published rules don't know. */
  OTHER_VERB,
  /** The remote with its keys is on the command line: {@code :s3,provider=…:bucket}. */
  ON_THE_FLY,
  /** An encrypting remote around the real one. */
  CRYPT,
  /** Started by {@code cmd /c}, whose own command line holds the whole one. */
  SHELL_WRAPPER,
  /** A Linux machine. */
  LINUX,
  /** {@code rclone mount --daemon}: the child with the same command line does the talking. */
  DAEMON,
  /** Ordinary processes have the same pid before and after it. */
  PID_REUSE;

  /** The five of a first look: none needs more than the published rules and version data. */
  public static final List<Disguise> BASIC =
      List.of(PLAIN, RENAMED_WITH_PE, RENAMED_WITHOUT_PE, NETWORK_FIRST, NO_NETWORK);

  boolean renamed() {
    return this == RENAMED_WITH_PE || this == RENAMED_WITHOUT_PE;
  }

  boolean posix() {
    return this == LINUX || this == DAEMON;
  }

  /** Its name in files: {@code renamed_with_pe}. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}
