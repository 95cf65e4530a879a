package exfilwatch.job.content;

import static exfilwatch.job.content.Content.EXCEPTION;
import static org.assertj.core.api.Assertions.assertThat;

import exfilwatch.correlation.Bundle;
import exfilwatch.correlation.Bundler;
import exfilwatch.correlation.CaseEvent;
import exfilwatch.correlation.GateSettings;
import exfilwatch.correlation.Signal;
import exfilwatch.detection.ContentVersion;
import exfilwatch.detection.Detections;
import exfilwatch.detection.Suspicion;
import exfilwatch.detection.UsesDetections;
import exfilwatch.telemetry.Connection;
import exfilwatch.telemetry.Direction;
import exfilwatch.telemetry.Event;
import exfilwatch.telemetry.EventKind;
import exfilwatch.telemetry.Host;
import exfilwatch.telemetry.ProcessInfo;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.flink.api.common.functions.MapFunction;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.streaming.api.functions.ProcessFunction;
import org.apache.flink.streaming.api.operators.ProcessOperator;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.AbstractStreamOperatorTestHarness;
import org.apache.flink.streaming.util.KeyedTwoInputStreamOperatorTestHarness;
import org.apache.flink.streaming.util.OneInputStreamOperatorTestHarness;
import org.apache.flink.streaming.util.TwoInputStreamOperatorTestHarness;
import org.apache.flink.util.Collector;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The operators that go by changing content, each with a function that tells the version. */
class ContentOperatorsTest {

  private static final long DAY_MS = 86_400_000;

  /** Records by offset; static, since the harness copies operators. */
  private static final List<ContentRecord> TOPIC = new ArrayList<>();

  @Test
  void followsTheTopicFromItsStateOn() throws Exception {
    TOPIC.clear();
    OperatorSubtaskState state;
    String changed;
    try (OneInputStreamOperatorTestHarness<Integer, String> harness = following(0)) {
      harness.open();
      harness.setProcessingTime(1);
      String submitted = versionOf(harness);
      TOPIC.add(new ContentRecord(0, EXCEPTION, Content.exception("any"), null));
      assertThat(versionOf(harness)).isEqualTo(submitted);
      harness.setProcessingTime(1000);
      changed = versionOf(harness);
      assertThat(changed).isNotEqualTo(submitted);
      TOPIC.add(new ContentRecord(1, EXCEPTION, "bad", null));
      harness.setProcessingTime(2000);
      assertThat(versionOf(harness)).isEqualTo(changed);
      assertThat(applied(harness))
          .extracting(
              AppliedChange::next, one -> one.update() == null, one -> one.statuses().size())
          .containsExactly(
              org.assertj.core.groups.Tuple.tuple(0L, true, 0),
              org.assertj.core.groups.Tuple.tuple(1L, false, 1),
              org.assertj.core.groups.Tuple.tuple(2L, true, 1));
      state = harness.snapshot(1, 2000);
    }
    try (OneInputStreamOperatorTestHarness<Integer, String> harness = following(0)) {
      harness.initializeState(state);
      harness.open();
      assertThat(versionOf(harness)).isEqualTo(changed);
      harness.setProcessingTime(1);
      assertThat(applied(harness)).extracting(AppliedChange::next).containsExactly(2L);
    }
  }

  @Test
  void startsBehindWhatWasSubmitted() throws Exception {
    TOPIC.clear();
    TOPIC.add(new ContentRecord(0, EXCEPTION, Content.exception("any"), null));
    try (OneInputStreamOperatorTestHarness<Integer, String> harness = following(1)) {
      harness.open();
      harness.setProcessingTime(1000);
      assertThat(versionOf(harness)).isEqualTo(Content.submitted().version().hash());
    }
  }

  @Test
  void mapsTakeUpdatesAndKeepThem() throws Exception {
    OperatorSubtaskState state;
    String changed;
    try (TwoInputStreamOperatorTestHarness<Integer, ContentUpdate, String> harness = mapping()) {
      harness.open();
      harness.processElement1(new StreamRecord<>(1));
      harness.processElement2(new StreamRecord<>(update()));
      harness.processElement1(new StreamRecord<>(1));
      changed = harness.extractOutputValues().get(1);
      assertThat(changed).isNotEqualTo(harness.extractOutputValues().get(0));
      state = harness.snapshot(1, 1);
    }
    try (TwoInputStreamOperatorTestHarness<Integer, ContentUpdate, String> harness = mapping()) {
      harness.initializeState(state);
      harness.open();
      harness.processElement1(new StreamRecord<>(1));
      assertThat(harness.extractOutputValues()).containsExactly(changed);
    }
  }

  @Test
  void theGateTakesUpdatesAndKeepsThem() throws Exception {
    OperatorSubtaskState state;
    String changed;
    try (KeyedTwoInputStreamOperatorTestHarness<Long, Bundle, ContentUpdate, CaseEvent> harness =
        gate()) {
      harness.open();
      String submitted = versionThatTells(harness, 1);
      harness.processElement2(new StreamRecord<>(update()));
      changed = versionThatTells(harness, 2);
      assertThat(changed).isNotEqualTo(submitted);
      state = harness.snapshot(1, 1);
    }
    try (KeyedTwoInputStreamOperatorTestHarness<Long, Bundle, ContentUpdate, CaseEvent> harness =
        gate()) {
      harness.initializeState(state);
      harness.open();
      assertThat(versionThatTells(harness, 3)).isEqualTo(changed);
    }
  }

  private static ContentUpdate update() {
    Map<String, @Nullable String> changes = new HashMap<>();
    changes.put(EXCEPTION, Content.exception("any"));
    changes.put("7f3c0c52-0000-4f5b-93c7-0a2b6d6f5a11", null);
    return new ContentUpdate(1, changes);
  }

  private static TwoInputStreamOperatorTestHarness<Integer, ContentUpdate, String> mapping()
      throws Exception {
    return new TwoInputStreamOperatorTestHarness<>(
        new MapByUpdates<>(new Maps(), Content.submitted(), Types.INT, one -> 0L));
  }

  private static KeyedTwoInputStreamOperatorTestHarness<Long, Bundle, ContentUpdate, CaseEvent>
      gate() throws Exception {
    return new KeyedTwoInputStreamOperatorTestHarness<>(
        new GateByUpdates(Content.submitted(), GateSettings.of(false, 1, DAY_MS)),
        Bundle::key,
        null,
        Types.LONG);
  }

  /** By which content the gate tells of a process that was running before. */
  private static String versionThatTells(
      KeyedTwoInputStreamOperatorTestHarness<Long, Bundle, ContentUpdate, CaseEvent> harness,
      long pid)
      throws Exception {
    long time = pid * 10_000;
    try (OneInputStreamOperatorTestHarness<Signal, Bundle> bundler =
        new OneInputStreamOperatorTestHarness<>(new Bundler(false))) {
      bundler.open();
      bundler.processElement(
          Signal.suspicious(
              rcloneConnects(pid, time), new Suspicion(List.of(), true, ContentVersion.NONE)),
          time);
      harness.processElement1(new StreamRecord<>(bundler.extractOutputValues().get(0), time));
    }
    harness.processBothWatermarks(new Watermark(time + 1000));
    List<CaseEvent> passed = harness.extractOutputValues();
    return passed.stream()
        .filter(one -> one.step() == CaseEvent.Step.START && one.event().process().pid() == pid)
        .map(one -> Objects.requireNonNull(one.suspicion()).content().hash())
        .findFirst()
        .orElseThrow();
  }

  private static Event rcloneConnects(long pid, long time) {
    return new Event(
        EventKind.CONNECTION,
        "sysmon",
        null,
        time,
        new Host("ws-7", null, "windows"),
        new ProcessInfo(
            null, pid, 0, "rclone.exe", "C:\\rclone.exe", null, null, null, null, null, null),
        null,
        null,
        new Connection(
            Direction.OUTBOUND, "tcp", "10.0.0.7", 50000, "203.0.113.5", 443, null, -1, -1, false),
        null);
  }

  @Test
  void whatNewerContentDecidedWaitsForItsUpdateButNotForEver() throws Exception {
    Map<String, @Nullable String> changes = new HashMap<>();
    changes.put(EXCEPTION, Content.exception("any"));
    Harness harnesses =
        () ->
            new TwoInputStreamOperatorTestHarness<>(
                new MapByUpdates<>(
                    new Maps(), Content.submitted(), Types.INT, number -> (long) number));
    OperatorSubtaskState state;
    try (TwoInputStreamOperatorTestHarness<Integer, ContentUpdate, String> harness =
        harnesses.get()) {
      harness.open();
      harness.setProcessingTime(1);
      harness.processElement1(new StreamRecord<>(2));
      harness.processElement1(new StreamRecord<>(1));
      assertThat(harness.extractOutputValues()).isEmpty();
      harness.processElement2(new StreamRecord<>(new ContentUpdate(1, changes)));
      assertThat(harness.extractOutputValues()).hasSize(1);
      state = harness.snapshot(1, 1);
    }
    try (TwoInputStreamOperatorTestHarness<Integer, ContentUpdate, String> harness =
        harnesses.get()) {
      harness.initializeState(state);
      harness.setProcessingTime(1);
      harness.open();
      assertThat(harness.extractOutputValues()).isEmpty();
      harness.setProcessingTime(10_000);
      assertThat(harness.extractOutputValues()).hasSize(1);
    }
  }

  private interface Harness {
    TwoInputStreamOperatorTestHarness<Integer, ContentUpdate, String> get() throws Exception;
  }

  @Test
  void tellsOfAChangeWhenEverySubtaskGoesByIt() throws Exception {
    ContentUpdate update = new ContentUpdate(1, Map.of());
    ContentStatus status = new ContentStatus("id", null, true, "added", 1, "v", 0);
    OperatorSubtaskState state;
    try (OneInputStreamOperatorTestHarness<AppliedChange, ContentUpdate> harness = inForce()) {
      harness.open();
      applied(harness, 0, 0, null);
      applied(harness, 1, 0, null);
      harness.processElement(
          new StreamRecord<>(new AppliedChange(0, 2, 5, update, List.of(status))));
      assertThat(harness.extractOutputValues()).containsExactly(update);
      assertThat(harness.getSideOutput(ContentInForce.STATUS)).isNull();
      state = harness.snapshot(1, 1);
      applied(harness, 1, 5, null);
      assertThat(harness.getSideOutput(ContentInForce.STATUS)).hasSize(1);
    }
    try (OneInputStreamOperatorTestHarness<AppliedChange, ContentUpdate> harness = inForce()) {
      harness.initializeState(state);
      harness.open();
      applied(harness, 1, 7, null);
      assertThat(harness.getSideOutput(ContentInForce.STATUS)).isNull();
      applied(harness, 0, 5, null);
      assertThat(harness.getSideOutput(ContentInForce.STATUS)).hasSize(1);
    }
  }

  private static void applied(
      OneInputStreamOperatorTestHarness<AppliedChange, ContentUpdate> harness,
      int subtask,
      long next,
      @Nullable ContentUpdate update)
      throws Exception {
    harness.processElement(
        new StreamRecord<>(new AppliedChange(subtask, 2, next, update, List.of())));
  }

  private static OneInputStreamOperatorTestHarness<AppliedChange, ContentUpdate> inForce()
      throws Exception {
    return new OneInputStreamOperatorTestHarness<>(new ProcessOperator<>(new ContentInForce()));
  }

  private static OneInputStreamOperatorTestHarness<Integer, String> following(long from)
      throws Exception {
    return new OneInputStreamOperatorTestHarness<>(
        new ByChanges<>(new Processes(), Content.submitted(), FakeReader::new, from));
  }

  private static String versionOf(OneInputStreamOperatorTestHarness<Integer, String> harness)
      throws Exception {
    harness.processElement(new StreamRecord<>(1));
    List<String> told = harness.extractOutputValues();
    return told.get(told.size() - 1);
  }

  private static List<AppliedChange> applied(AbstractStreamOperatorTestHarness<String> harness) {
    return harness.getSideOutput(ByChanges.APPLIED).stream().map(StreamRecord::getValue).toList();
  }

  private static final class FakeReader implements ContentLog.Reader {

    private long next;

    FakeReader(long from) {
      next = from;
    }

    @Override
    public @Nullable ContentRecord poll() {
      return next < TOPIC.size() ? TOPIC.get((int) next++) : null;
    }

    @Override
    public long errors() {
      return 0;
    }

    @Override
    public void close() {}
  }

  private static final class Processes extends ProcessFunction<Integer, String>
      implements UsesDetections {

    private static final long serialVersionUID = 1;
    private transient Detections detections;

    @Override
    public void use(Detections newest) {
      detections = newest;
    }

    @Override
    public void processElement(
        Integer value, ProcessFunction<Integer, String>.Context context, Collector<String> out) {
      out.collect(detections.version().hash());
    }
  }

  private static final class Maps implements MapFunction<Integer, String>, UsesDetections {

    private static final long serialVersionUID = 1;
    private transient Detections detections;

    @Override
    public void use(Detections newest) {
      detections = newest;
    }

    @Override
    public String map(Integer value) {
      return detections.version().hash();
    }
  }
}
