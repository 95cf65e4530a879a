package exfilwatch.correlation;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import exfilwatch.detection.ContentVersion;
import exfilwatch.detection.RuleHit;
import exfilwatch.detection.Suspicion;
import exfilwatch.telemetry.Event;
import exfilwatch.telemetry.EventKind;
import exfilwatch.telemetry.Host;
import exfilwatch.telemetry.ProcessInfo;
import java.util.List;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.apache.flink.api.common.serialization.SerializerConfigImpl;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshotSerializationUtil;
import org.apache.flink.core.memory.DataInputDeserializer;
import org.apache.flink.core.memory.DataOutputSerializer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What crosses the shuffle and lies in the gate's state comes back as it was. */
class SignalTest {

  private static final Suspicion SUSPICION =
      new Suspicion(
          List.of(
              new RuleHit("id-1", "Títle", "high", 73, Map.of("CommandLine", "a \uD83D\uDE00 b")),
              new RuleHit("id-2", "", "low", 0, Map.of())),
          true,
          new ContentVersion(7, "abc"));

  @Property(tries = 500)
  void aWholeEventIsTheSame(@ForAll long seed) throws Exception {
    Event event = new RandomEvents(seed).next();
    for (Signal signal :
        List.of(Signal.suspicious(event, SUSPICION), Signal.late(event), Signal.cleared(event))) {
      Signal read = through(signal);
      assertThat(read.event()).isEqualTo(event);
      assertThat(read.suspicion()).isEqualTo(signal.suspicion());
      assertThat(read.note()).isEqualTo(signal.note());
      assertThat(read.hostKey()).isEqualTo(signal.hostKey());
      assertThat(read.kind()).isEqualTo(event.kind());
      assertThat(read.time()).isEqualTo(event.time());
    }
  }

  @Property(tries = 500)
  void anOrdinaryEventTellsWhoseItIsAndWhereItWent(@ForAll long seed) throws Exception {
    Event event = new RandomEvents(seed).next();
    ProcessInfo parent = event.parent();
    boolean start = event.kind() == EventKind.PROCESS_START;
    Event slim =
        new Event(
            event.kind(),
            event.source(),
            event.id(),
            event.time(),
            new Host(null, null, null),
            identityOf(event.process(), start ? event.process().name() : null),
            parent == null ? null : identityOf(parent, null),
            null,
            event.connection(),
            event.dns(),
            event.clockAhead());
    Signal read = through(Signal.ordinary(event));
    assertThat(read.event()).isEqualTo(slim);
    assertThat(read.hostKey()).isEqualTo(Signal.ordinary(event).hostKey());
    assertThat(read.suspicion()).isNull();
  }

  @Test
  void whatIsTooLongIsCutBehindAWordAndSaysSo() throws Exception {
    String line = "rclone.exe copy C:\\d mega:x --include " + "*.pdf ".repeat(500_000);
    Event start = Cases.start(0, "e", 1);
    ProcessInfo process =
        new ProcessInfo(
            "e", 1, 0, "rclone.exe", null, line, List.of(line.split(" ")), null, null, null, null);
    Suspicion suspicion =
        new Suspicion(
            List.of(new RuleHit("r", "R", "high", 73, Map.of("process.command_line", line))),
            true,
            new ContentVersion(0, ""));
    Signal kept = through(Signal.suspicious(start.withProcess(process), suspicion));
    ProcessInfo read = kept.event().process();
    assertThat(read.commandLine())
        .hasSizeLessThan(70_000)
        .endsWith("more]")
        .contains("*.pdf …[2,9");
    assertThat(String.join(" ", read.args())).hasSizeLessThan(70_000).endsWith("more]");
    assertThat(requireNonNull(kept.suspicion()).rules().get(0).matched().values())
        .allMatch(value -> value.length() < 70_000);
  }

  /** An ordinary connection crosses the shuffle with each of a million others. */
  @Test
  void anOrdinaryConnectionIsSmall() throws Exception {
    DataOutputSerializer out = new DataOutputSerializer(64);
    serializer().serialize(Signal.ordinary(Cases.connection(0, "e".repeat(40), 4711)), out);
    assertThat(out.length()).isLessThan(140);
  }

  @Test
  void aSavepointKnowsTheFormat() throws Exception {
    restores(serializer());
    restores(HostState.TYPE.createSerializer(new SerializerConfigImpl()));
    restores(HeldShelf.TYPE.createSerializer(new SerializerConfigImpl()));
    restores(new BundleSerializer());
  }

  private static <T> void restores(TypeSerializer<T> serializer) throws Exception {
    DataOutputSerializer out = new DataOutputSerializer(64);
    TypeSerializerSnapshotSerializationUtil.writeSerializerSnapshot(
        out, serializer.snapshotConfiguration());
    TypeSerializerSnapshot<T> old =
        TypeSerializerSnapshotSerializationUtil.readSerializerSnapshot(
            new DataInputDeserializer(out.getCopyOfBuffer()), SignalTest.class.getClassLoader());
    assertThat(old.restoreSerializer()).isEqualTo(serializer);
    assertThat(serializer.snapshotConfiguration().resolveSchemaCompatibility(old))
        .matches(c -> c.isCompatibleAsIs());
    // As a savepoint of an older and of a newer version would have been
    DataInputDeserializer nothing = new DataInputDeserializer(new byte[0]);
    old.readSnapshot(0, nothing, SignalTest.class.getClassLoader());
    assertThat(serializer.snapshotConfiguration().resolveSchemaCompatibility(old))
        .matches(c -> c.isCompatibleAfterMigration());
    old.readSnapshot(99, nothing, SignalTest.class.getClassLoader());
    assertThat(serializer.snapshotConfiguration().resolveSchemaCompatibility(old))
        .matches(c -> c.isIncompatible());
  }

  private static Signal through(Signal signal) throws Exception {
    DataOutputSerializer out = new DataOutputSerializer(64);
    serializer().serialize(signal, out);
    DataInputDeserializer in = new DataInputDeserializer(out.getCopyOfBuffer());
    Signal read = serializer().deserialize(in);
    assertThat(in.available()).isZero();
    return read;
  }

  private static TypeSerializer<Signal> serializer() {
    SerializerConfigImpl config = new SerializerConfigImpl();
    config.setGenericTypes(false);
    return TypeInformation.of(Signal.class).createSerializer(config);
  }

  private static ProcessInfo identityOf(ProcessInfo process, @Nullable String name) {
    return new ProcessInfo(
        process.entityId(),
        process.pid(),
        process.start(),
        name,
        null,
        null,
        null,
        null,
        null,
        null,
        null);
  }
}
