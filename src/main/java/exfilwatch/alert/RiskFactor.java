package exfilwatch.alert;

import java.util.Locale;

/** What adds to a risk score or takes from it, with the points that it has by default. */
enum RiskFactor {
  /** It connected to another machine, so the data may have left. */
  OUTBOUND_CONNECTION(16),
  /** The program isn't called what rclone is called. */
  RENAMED(14),
  /** A source that reads version data found none: stripped, self-built, or before rclone 1.53. */
  PE_MISSING(8),
  /** Data of this host or its network goes to a remote. */
  UPLOAD(6),
  /** Data goes from one remote to another. */
  REMOTE_TO_REMOTE(4),
  /** The destination's access is on the command line, not in a configuration file. */
  ON_THE_FLY_REMOTE(10),
  /** It connected where the command line says. */
  DECLARED_DESTINATION(6),
  /** It connected to storage that the command line doesn't name. */
  KNOWN_STORAGE(6),
  /** It connected to an address of the organisation. */
  INTERNAL_DESTINATION(-10),
  /** Its filters want files of telling kinds. */
  SENSITIVE_CATEGORIES(6),
  /** The source is a share of another machine. */
  UNC_SOURCE(8),
  /** Something keeps it from being noticed. */
  HIDING(8),
  /** Nobody has to confirm anything. */
  PROMPTS_SUPPRESSED(3),
  /** More at once than by default, or held back below notice. */
  PACE(4),
  /** The program lies where any user can write. */
  USER_WRITABLE_PATH(6),
  /** The parent gives remote access to the host. */
  REMOTE_TOOL_PARENT(10),
  /** The parent is the service manager. */
  SERVICE_PARENT(5),
  /** Nobody works at that time. */
  OUTSIDE_WORKING_HOURS(5),
  /** A command that looks around or tidies up. */
  NO_TRANSFER(-15),
  /** rclone would refuse the command line. */
  REJECTED(-10);

  private final int points;

  RiskFactor(int points) {
    this.points = points;
  }

  int points() {
    return points;
  }

  /** As in the configuration and in alerts. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
