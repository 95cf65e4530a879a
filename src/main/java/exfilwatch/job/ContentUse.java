package exfilwatch.job;

import exfilwatch.alert.Alert;
import exfilwatch.correlation.Bundle;
import exfilwatch.correlation.CaseEvent;
import exfilwatch.correlation.Gate;
import exfilwatch.correlation.GateSettings;
import exfilwatch.correlation.Incident;
import exfilwatch.correlation.Signal;
import exfilwatch.detection.DetectionContent;
import exfilwatch.job.content.ByChanges;
import exfilwatch.job.content.ContentInForce;
import exfilwatch.job.content.ContentLog;
import exfilwatch.job.content.ContentStatus;
import exfilwatch.job.content.ContentUpdate;
import exfilwatch.job.content.GateByUpdates;
import exfilwatch.job.content.MapByUpdates;
import java.time.Duration;
import java.util.Objects;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.KeyedStream;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;
import org.jspecify.annotations.Nullable;

/** The three places of the graph that go by rules, exceptions and destinations. */
sealed interface ContentUse {

  SingleOutputStreamOperator<Signal> detect(DataStream<Decoded> telemetry);

  SingleOutputStreamOperator<CaseEvent> gate(
      KeyedStream<Bundle, Long> bundles, GateSettings settings);

  SingleOutputStreamOperator<Alert> render(DataStream<Incident> incidents, GraphSettings settings);

  /** The longest time from start to connection, which never changes. */
  Duration timespan();

  /** What the job was submitted with, and nothing else. */
  static ContentUse fixed(DetectionContent content) {
    return new Fixed(content);
  }

  /** What the job was submitted with, and its changes. */
  static Changing changing(ContentStart start, ContentLog log) {
    return new Changing(start, log);
  }

  /** No second input anywhere, as batch execution and the fewest tasks want it. */
  record Fixed(DetectionContent content) implements ContentUse {

    @Override
    public SingleOutputStreamOperator<Signal> detect(DataStream<Decoded> telemetry) {
      return telemetry.process(new Detect(content));
    }

    @Override
    public SingleOutputStreamOperator<CaseEvent> gate(
        KeyedStream<Bundle, Long> bundles, GateSettings settings) {
      return bundles.transform(
          "gate", TypeInformation.of(CaseEvent.class), new Gate(content, settings));
    }

    @Override
    public SingleOutputStreamOperator<Alert> render(
        DataStream<Incident> incidents, GraphSettings settings) {
      return incidents.map(new Render(content, settings.risk(), settings.format()));
    }

    @Override
    public Duration timespan() {
      return content.timespan();
    }
  }

  /** Every subtask that judges events follows the changes; who decides later is told of them. */
  final class Changing implements ContentUse {

    private final ContentStart start;
    private final DetectionContent content;
    private final ContentLog log;
    private @Nullable SingleOutputStreamOperator<ContentUpdate> updates;

    private Changing(ContentStart start, ContentLog log) {
      this.start = start;
      this.content = start.content();
      this.log = log;
    }

    @Override
    public SingleOutputStreamOperator<Signal> detect(DataStream<Decoded> telemetry) {
      SingleOutputStreamOperator<Signal> judged =
          telemetry.transform(
              "detect",
              TypeInformation.of(Signal.class),
              new ByChanges<>(new Detect(content), content, log, start.changesFrom()));
      updates =
          judged
              .getSideOutput(ByChanges.APPLIED)
              .process(new ContentInForce())
              .uid("content")
              .name("content: what is in force")
              .setParallelism(1)
              .setMaxParallelism(1);
      return judged;
    }

    /** What became of each change. */
    DataStream<ContentStatus> statuses() {
      return updates().getSideOutput(ContentInForce.STATUS);
    }

    private SingleOutputStreamOperator<ContentUpdate> updates() {
      return Objects.requireNonNull(updates, "detect comes first");
    }

    @Override
    public SingleOutputStreamOperator<CaseEvent> gate(
        KeyedStream<Bundle, Long> bundles, GateSettings settings) {
      return bundles
          .connect(updates().broadcast())
          .transform(
              "gate", TypeInformation.of(CaseEvent.class), new GateByUpdates(content, settings));
    }

    @Override
    public SingleOutputStreamOperator<Alert> render(
        DataStream<Incident> incidents, GraphSettings settings) {
      return incidents
          .connect(updates().broadcast())
          .transform(
              "render",
              TypeInformation.of(Alert.class),
              new MapByUpdates<>(
                  new Render(content, settings.risk(), settings.format()),
                  content,
                  TypeInformation.of(Incident.class),
                  incident -> incident.content().number()));
    }

    @Override
    public Duration timespan() {
      return content.timespan();
    }
  }
}
