package exfilwatch.telemetry;

/**
 * An event that may still be in its record: what is known of it at once, and the rest when somebody
 * asks. Valid until the decoder that it comes from goes on; an {@link Event} is one for ever.
 */
public interface Sighting {

  EventKind kind();

  /** As {@link Event#source}. */
  String source();

  /** As {@link Event#time}. */
  long time();

  /** All of it. */
  Event event();

  /**
   * What tells whose event it is and where it went: of the host what {@link HostKey} asks for, of
   * the processes their ids, the connection and the name query. Anything else may be missing,
   * unless it is a start.
   */
  Event outline();

  /**
   * Whether the program behind it is known to be in the set; false also where that would take as
   * long to find out as all of the event.
   *
   * @param part what has to be the same for a program to be the same
   */
  boolean isOf(ProgramSet programs, ProgramSet.Part part);

  /** Adds the program behind it, where {@link #isOf} can find it again. */
  void addTo(ProgramSet programs, ProgramSet.Part part);
}
