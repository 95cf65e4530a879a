package exfilwatch.simulate;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Something that a process does, before any sensor has put it into words.
 *
 * @param time when the sensor records it, epoch milliseconds
 * @param attributed false when the sensor loses track of which process it was
 */
record Activity(
    Kind kind,
    long time,
    RunningProcess process,
    boolean attributed,
    @Nullable Flow maybeFlow,
    @Nullable Lookup maybeLookup,
    @Nullable String maybeObject) {

  enum Kind {
    START,
    END,
    CONNECT,
    DISCONNECT,
    LOOKUP,
    FILE,
    REGISTRY;

    boolean network() {
      return this == CONNECT || this == DISCONNECT || this == LOOKUP;
    }
  }

  /**
   * A name query with its answer.
   *
   * @param alias the canonical name in the answer; null when the name has an address of its own
   */
  record Lookup(String name, @Nullable String alias, String ip) {}

  static Activity start(RunningProcess process) {
    return start(process, process.start());
  }

  /** A start that the sensor records at another time. */
  static Activity start(RunningProcess process, long time) {
    return new Activity(Kind.START, time, process, true, null, null, null);
  }

  static Activity end(RunningProcess process, long time) {
    return new Activity(Kind.END, time, process, true, null, null, null);
  }

  static Activity connect(RunningProcess process, long time, Flow flow) {
    return new Activity(Kind.CONNECT, time, process, true, flow, null, null);
  }

  /** A connection of which the sensor saw the packets only. */
  static Activity sniffed(RunningProcess process, long time, Flow flow) {
    return new Activity(Kind.CONNECT, time, process, false, flow, null, null);
  }

  static Activity disconnect(RunningProcess process, long time, Flow flow) {
    return new Activity(Kind.DISCONNECT, time, process, true, flow, null, null);
  }

  static Activity lookup(RunningProcess process, long time, Lookup lookup) {
    return new Activity(Kind.LOOKUP, time, process, true, null, lookup, null);
  }

  /** A write to a file or a registry value. */
  static Activity write(RunningProcess process, long time, boolean registry, String object) {
    Kind kind = registry ? Kind.REGISTRY : Kind.FILE;
    return new Activity(kind, time, process, true, null, null, object);
  }

  Activity at(long otherTime) {
    return new Activity(kind, otherTime, process, attributed, maybeFlow, maybeLookup, maybeObject);
  }

  Endpoint host() {
    return process.host();
  }

  Flow flow() {
    return Objects.requireNonNull(maybeFlow);
  }

  Lookup lookup() {
    return Objects.requireNonNull(maybeLookup);
  }

  String object() {
    return Objects.requireNonNull(maybeObject);
  }
}
