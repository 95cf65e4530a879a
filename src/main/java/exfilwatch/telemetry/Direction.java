package exfilwatch.telemetry;

/** Who opened a connection, seen from the host that reports it. */
public enum Direction {
  /** Initiated by a process of the host. */
  OUTBOUND,
  /** Accepted by a process of the host. */
  INBOUND,
  /** A socket that waits for connections; it has no remote end. */
  LISTEN,
  /** The source doesn't say. */
  UNKNOWN
}
