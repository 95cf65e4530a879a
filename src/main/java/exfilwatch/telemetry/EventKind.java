package exfilwatch.telemetry;

/** What an {@link Event} tells. */
public enum EventKind {
  /**
   * A process was started; {@link Event#process()} is the new one, {@link Event#parent()} its
   * creator.
   */
  PROCESS_START,
  /** A process ended. */
  PROCESS_END,
  /** A process opened, accepted, closed or listens for a network connection. */
  CONNECTION,
  /** A process got an answer to a name query. */
  DNS
}
