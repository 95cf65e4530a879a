package exfilwatch.telemetry.decode;

import exfilwatch.telemetry.EventKind;
import exfilwatch.telemetry.ProgramSet.Part;
import java.util.Arrays;

/**
 * The fields in which the records of a source describe a program, so that it can be known again
 * without an event being made.
 *
 * @param activity in which a connection, a query or an end names its program: name, path, version
 *     data
 * @param start in which a start does; none where starts don't come as outlines
 * @param command also those that tell its command line and the operating system
 */
@SuppressWarnings("ArrayRecordComponent") // never changed
record ProgramFields(int[] activity, int[] start, int[] command) {

  private static final int[] NOTHING = {};

  /** Of a source of which starts are always read whole. */
  static ProgramFields ofActivity(int... activity) {
    return new ProgramFields(activity, NOTHING, NOTHING);
  }

  /** As this, with starts. */
  ProgramFields start(int... fields) {
    return new ProgramFields(activity, fields, fields);
  }

  /** As this, with more fields of a start's command. */
  ProgramFields command(int... more) {
    return new ProgramFields(activity, start, join(start, more));
  }

  static int[] join(int[] some, int... others) {
    int[] all = Arrays.copyOf(some, some.length + others.length);
    System.arraycopy(others, 0, all, some.length, others.length);
    return all;
  }

  boolean haveStarts() {
    return command.length > 0;
  }

  int[] of(EventKind kind, Part part) {
    return part == Part.COMMAND ? command : kind == EventKind.PROCESS_START ? start : activity;
  }
}
