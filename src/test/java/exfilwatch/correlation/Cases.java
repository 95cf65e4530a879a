package exfilwatch.correlation;

import exfilwatch.detection.ContentVersion;
import exfilwatch.detection.Detections;
import exfilwatch.detection.Judgement;
import exfilwatch.detection.RuleHit;
import exfilwatch.detection.RuleInfo;
import exfilwatch.detection.Suspicion;
import exfilwatch.telemetry.Connection;
import exfilwatch.telemetry.Direction;
import exfilwatch.telemetry.Dns;
import exfilwatch.telemetry.Event;
import exfilwatch.telemetry.EventKind;
import exfilwatch.telemetry.Host;
import exfilwatch.telemetry.ProcessInfo;
import exfilwatch.telemetry.Sighting;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Small events to write correlation tests with: one host, times in seconds. */
final class Cases {

  static final long T0 = 1_700_000_000_000L;
  static final String HOST = "ws-7";
  static final String RULE = "rule-1";

  private Cases() {}

  static long at(double seconds) {
    return T0 + Math.round(seconds * 1000);
  }

  static ProcessInfo process(@Nullable String entity, long pid) {
    return new ProcessInfo(
        entity, pid, 0, "x.exe", "C:\\x.exe", null, null, null, null, null, null);
  }

  static Event start(double seconds, @Nullable String entity, long pid) {
    return event(EventKind.PROCESS_START, seconds, process(entity, pid), null, null, null);
  }

  static Event childStart(double seconds, String entity, long pid, String parent, long parentPid) {
    return event(
        EventKind.PROCESS_START,
        seconds,
        process(entity, pid),
        process(parent, parentPid),
        null,
        null);
  }

  static Event end(double seconds, @Nullable String entity, long pid) {
    return event(EventKind.PROCESS_END, seconds, process(entity, pid), null, null, null);
  }

  static Event connection(double seconds, @Nullable String entity, long pid) {
    return connection(seconds, entity, pid, "203.0.113.5", -1, false);
  }

  static Event connection(
      double seconds, @Nullable String entity, long pid, String ip, long bytes, boolean closed) {
    return event(
        EventKind.CONNECTION,
        seconds,
        process(entity, pid),
        null,
        new Connection(
            Direction.OUTBOUND, "tcp", "10.0.0.7", 50000, ip, 443, null, bytes, -1, closed),
        null);
  }

  static Event dns(double seconds, String entity, long pid, String name, String ip) {
    return event(
        EventKind.DNS,
        seconds,
        process(entity, pid),
        null,
        null,
        new Dns(name, "A", List.of(), List.of(ip)));
  }

  /** The event of a process that is called rclone.exe. */
  static Event ofRclone(Event event) {
    ProcessInfo p = event.process();
    return event.withProcess(
        new ProcessInfo(
            p.entityId(),
            p.pid(),
            0,
            "rclone.exe",
            "C:\\rclone.exe",
            null,
            null,
            null,
            null,
            null,
            null));
  }

  /** The start of a program that moves data on request only. */
  static Event mount(double seconds, String entity, long pid) {
    Event start = start(seconds, entity, pid);
    return start.withProcess(
        new ProcessInfo(
            entity,
            pid,
            0,
            "rclone.exe",
            "C:\\rclone.exe",
            "rclone.exe mount mega: X:",
            null,
            null,
            null,
            null,
            null));
  }

  /** The event with the vendor's id of its record. */
  static Event withId(String id, Event e) {
    return new Event(
        e.kind(),
        e.source(),
        id,
        e.time(),
        e.host(),
        e.process(),
        e.parent(),
        e.user(),
        e.connection(),
        e.dns());
  }

  /** The event of another host. */
  static Event on(Host host, Event e) {
    return new Event(
        e.kind(),
        e.source(),
        e.id(),
        e.time(),
        host,
        e.process(),
        e.parent(),
        e.user(),
        e.connection(),
        e.dns());
  }

  private static Event event(
      EventKind kind,
      double seconds,
      ProcessInfo process,
      @Nullable ProcessInfo parent,
      @Nullable Connection connection,
      @Nullable Dns dns) {
    return new Event(
        kind,
        "sysmon",
        null,
        at(seconds),
        new Host("WS-7.corp.example", null, "windows"),
        process,
        parent,
        null,
        connection,
        dns);
  }

  static Suspicion suspicion() {
    return suspicion(RULE);
  }

  static Suspicion suspicion(String... rules) {
    return new Suspicion(
        java.util.Arrays.stream(rules)
            .map(id -> new RuleHit(id, "Rule " + id, "medium", 47, Map.of()))
            .toList(),
        true,
        ContentVersion.NONE);
  }

  /** Everything outbound is outbound; nothing is judged, the tests bring their own suspicion. */
  static Detections.Source content() {
    return () ->
        new Detections() {
          @Override
          public Judgement judge(Sighting start) {
            return new Judgement(null, List.of());
          }

          @Override
          public @Nullable RuleInfo rule(String id) {
            return null;
          }

          @Override
          public Judgement judgeActivity(Sighting activity) {
            boolean running = "rclone.exe".equals(activity.event().process().name());
            return new Judgement(running ? suspicion("running") : null, List.of());
          }

          @Override
          public boolean isOutbound(Event connection) {
            return connection.connection() != null
                && connection.connection().direction() == Direction.OUTBOUND;
          }
        };
  }
}
