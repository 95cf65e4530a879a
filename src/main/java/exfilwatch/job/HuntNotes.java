package exfilwatch.job;

import exfilwatch.report.HostTelemetry;
import exfilwatch.report.UnreadRecords;
import exfilwatch.telemetry.Event;
import exfilwatch.telemetry.HostKey;
import exfilwatch.telemetry.Sighting;
import java.util.HashMap;
import java.util.Map;
import org.apache.flink.api.common.accumulators.Accumulator;

/**
 * What a report tells of the input of a hunt: which telemetry each host sent, and where dead
 * letters lay. Bounded, and merged when the job has ended.
 */
final class HuntNotes implements Accumulator<Decoded, HuntNotes> {

  private static final long serialVersionUID = 1;

  static final int MAX_HOSTS = 20_000;
  static final int MAX_UNREAD = 200;

  /** By {@link HostKey#hash}. */
  private HashMap<Long, HostTelemetry> hosts = new HashMap<>();

  private HashMap<String, UnreadRecords> unread = new HashMap<>();
  private long eventsOfOtherHosts;

  @Override
  public void add(Decoded decoded) {
    Sighting event = decoded.sighting();
    DeadLetter letter = decoded.deadLetter();
    if (event != null) {
      add(event.outline());
    } else if (letter != null) {
      add(
          new UnreadRecords(
              letter.origin(), letter.reason(), letter.detail(), letter.position(), 1));
    }
  }

  private void add(Event event) {
    Long key = HostKey.hash(event.host());
    HostTelemetry host = hosts.get(key);
    if (host == null) {
      if (hosts.size() >= MAX_HOSTS) {
        eventsOfOtherHosts++;
        return;
      }
      host = new HostTelemetry();
      hosts.put(key, host);
    }
    switch (event.kind()) {
      case PROCESS_START -> host.start(event.time());
      case PROCESS_END -> host.end(event.time());
      case CONNECTION -> host.connection(event.time());
      case DNS -> host.name(event.time());
    }
  }

  private void add(UnreadRecords more) {
    String key = more.origin() + "\n" + more.reason();
    if (unread.size() < MAX_UNREAD || unread.containsKey(key)) {
      unread.merge(key, more, UnreadRecords::and);
    }
  }

  @Override
  public void merge(Accumulator<Decoded, HuntNotes> other) {
    HuntNotes notes = other.getLocalValue();
    notes.hosts.forEach(
        (key, host) -> {
          HostTelemetry known = hosts.get(key);
          if (known == null) {
            hosts.put(key, host);
          } else {
            known.add(host);
          }
        });
    notes.unread.values().forEach(this::add);
    eventsOfOtherHosts += notes.eventsOfOtherHosts;
  }

  Map<Long, HostTelemetry> hosts() {
    return hosts;
  }

  Map<String, UnreadRecords> unread() {
    return unread;
  }

  long eventsOfOtherHosts() {
    return eventsOfOtherHosts;
  }

  @Override
  public HuntNotes getLocalValue() {
    return this;
  }

  @Override
  public void resetLocal() {
    hosts = new HashMap<>();
    unread = new HashMap<>();
    eventsOfOtherHosts = 0;
  }

  /** Only empty ones, or ones that nobody adds to any more, are copied. */
  @Override
  @SuppressWarnings("MissingSuperCall")
  public HuntNotes clone() {
    HuntNotes copy = new HuntNotes();
    copy.merge(this);
    return copy;
  }
}
