package exfilwatch.correlation;

import static org.assertj.core.api.Assertions.assertThat;

import exfilwatch.correlation.RandomTelemetry.Step;
import exfilwatch.telemetry.HostKey;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;

/** What passes the gate doesn't depend on what came together in a bundle. */
class GateBundlingTest {

  private static final GateSettings SETTINGS = GateSettings.of(false, 60_000, 3_600_000);

  @Property(tries = 300)
  void theSamePassesBundledAndOneByOne(@ForAll long seed) throws Exception {
    List<Step> steps = new RandomTelemetry(seed).steps(400);
    assertThat(passedBundled(steps)).isEqualTo(passedOneByOne(steps));
  }

  private static Map<String, List<String>> passedOneByOne(List<Step> steps) throws Exception {
    try (GateHarness gate = new GateHarness(SETTINGS)) {
      gate.open();
      for (Step step : steps) {
        if (step.signal() != null) {
          gate.signal(step.signal());
        } else {
          gate.processWatermark(step.watermark());
        }
      }
      return passed(gate);
    }
  }

  private static Map<String, List<String>> passedBundled(List<Step> steps) throws Exception {
    try (GateHarness gate = new GateHarness(SETTINGS);
        BundlerHarness bundler = new BundlerHarness(false)) {
      gate.open();
      bundler.open();
      for (Step step : steps) {
        if (step.signal() != null) {
          bundler.signal(step.signal());
        } else {
          for (StreamRecord<Bundle> bundle : bundler.flush()) {
            gate.processElement(bundle);
          }
          gate.processWatermark(step.watermark());
        }
      }
      for (StreamRecord<Bundle> bundle : bundler.flush()) {
        gate.processElement(bundle);
      }
      return passed(gate);
    }
  }

  private static String brief(StreamRecord<? extends CaseEvent> one) {
    CaseEvent passed = one.getValue();
    return "%d %s %s %s %s"
        .formatted(
            one.getTimestamp(),
            passed.step(),
            passed.processKey(),
            passed.event().kind(),
            passed.event().time());
  }

  /** By host, as hosts of different key groups go different ways; then all is over. */
  private static Map<String, List<String>> passed(GateHarness gate) throws Exception {
    gate.processWatermark(Cases.at(1_000_000));
    Map<String, List<String>> passed = new TreeMap<>();
    for (StreamRecord<? extends CaseEvent> one : gate.extractOutputStreamRecords()) {
      String incident = one.getValue().incidentKey();
      passed
          .computeIfAbsent(incident.substring(0, incident.indexOf('|')), host -> new ArrayList<>())
          .add(brief(one));
    }
    var late = gate.getSideOutput(Gate.LATE);
    if (late != null) {
      late.forEach(
          one ->
              passed
                  .computeIfAbsent(HostKey.of(one.getValue().host()), host -> new ArrayList<>())
                  .add("late " + one.getTimestamp() + " " + one.getValue().time()));
    }
    assertThat(gate.stateEntries()).isZero();
    assertThat(gate.numEventTimeTimers()).isZero();
    assertThat(gate.held()).isZero();
    return passed;
  }
}
