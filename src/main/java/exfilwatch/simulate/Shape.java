package exfilwatch.simulate;

/** One source's way to put what it saw into JSON. */
interface Shape {
  /** The name by which settings ask for it. */
  String name();

  /** Whether the vendor has a sensor for it. */
  boolean runsOn(Os os);

  /** Whether the source has a record of such a thing. */
  boolean records(Activity.Kind kind);

  /** Whether a start brings the version data of the executable. */
  boolean carriesPe();

  /**
   * The record of an activity of a kind that it {@link #records}, in UTF-8 without a line end.
   *
   * @param number counts the records of the run; ids and record numbers derive from it
   */
  byte[] record(Activity activity, long number);
}
