package exfilwatch.telemetry.decode;

import static org.assertj.core.api.Assertions.assertThat;

import exfilwatch.telemetry.Event;
import exfilwatch.telemetry.EventJson;
import exfilwatch.telemetry.decode.SysmonRecords.Carrier;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

/** Whatever stands in a field, a record of any source has an outcome and no event is malformed. */
class HostileTest {
  private static final Pattern VALUE =
      Pattern.compile(":\\s*(\"(?:[^\"\\\\]++|\\\\.)*+\"|-?[0-9.]+|null)");
  private static final String[] VALUES = {
    "{}",
    "[]",
    "[[]]",
    "{\"a\":{\"b\":[1]}}",
    "null",
    "true",
    "-1",
    "0",
    "1e999999999",
    "1E400",
    "0.5",
    "99999999999999999999999999",
    "-9223372036854775808",
    "\"\"",
    "\" \"",
    "\"-\"",
    "\"0x\"",
    "\"0xffffffffffffffffff\"",
    "\"\\u0000\"",
    "\"\\ud800\"",
    "\"{\"",
    "\"<\"",
    "\"<Event><!DOCTYPE x [<!ENTITY a 'b'>]>&a;</Event>\"",
    "\"\\\\\"",
    "\"type: 28\"",
    "\"type:\"",
    "\";;;\"",
    "\"=,=,MD5=\"",
    "\"://@:\"",
    "\"%%\"",
    "\"{}\"",
    "\"::\"",
    "\"::ffff:1.2.3\"",
    "\"2024-05-01T10:00:00\"",
    "\"2024-05-01T10:00:00.+\"",
    "[\"a\",{},[\"b\"],null,3]",
    "\"\u202e\u0000\ud83d\ude00\""
  };

  private static List<String> samples() {
    List<String> samples = new ArrayList<>();
    for (Carrier carrier : Carrier.values()) {
      samples.add(carrier.of(1, SysmonRecords.start()));
      samples.add(carrier.of(3, SysmonRecords.connection()));
      samples.add(carrier.of(22, SysmonRecords.dns()));
    }
    samples.addAll(
        List.of(
            EcsSourceTest.START,
            CrowdStrikeSourceTest.START,
            CrowdStrikeSourceTest.CONNECTION,
            CrowdStrikeSourceTest.DNS,
            CrowdStrikeSourceTest.STORED_START,
            SentinelOneSourceTest.START,
            SentinelOneSourceTest.CONNECTION,
            SentinelOneSourceTest.DNS,
            DefenderSourceTest.flat(DefenderSourceTest.START_ROW),
            DefenderSourceTest.streaming(
                "DeviceNetworkEvents", DefenderSourceTest.connectionRow("ConnectionSuccess", 4)),
            DefenderSourceTest.STORED,
            EndgameSourceTest.START,
            EndgameSourceTest.CONNECTION,
            EndgameSourceTest.DNS,
            WindowsSecuritySourceTest.agent(4688, WindowsSecuritySourceTest.START_DATA),
            WindowsSecuritySourceTest.evtx(4689, WindowsSecuritySourceTest.END_DATA),
            WindowsSecuritySourceTest.agent(5156, WindowsSecuritySourceTest.CONNECTION_DATA)));
    return samples.stream().map(s -> s.replace('\'', '"')).toList();
  }

  private static void check(Decoded decoded) {
    assertThat(decoded.events.size() + decoded.skipped.size() + decoded.rejected.size())
        .isPositive();
    for (Event event : decoded.events) {
      assertThat(Times.inRange(event.time())).isTrue();
      assertThat(event.host().name() == null && event.host().id() == null).isFalse();
      assertThat(EventJson.toJson(event)).doesNotContain("\n");
    }
    for (String rejection : decoded.rejected) {
      assertThat(rejection).hasSizeLessThan(200).doesNotContain("\n");
    }
  }

  @Test
  void anyValueInAnyField() {
    int events = 0;
    for (String sample : samples()) {
      Matcher matcher = VALUE.matcher(sample);
      while (matcher.find()) {
        for (String value : VALUES) {
          String record =
              sample.substring(0, matcher.start(1)) + value + sample.substring(matcher.end(1));
          Decoded decoded = Decoded.of(record.getBytes(StandardCharsets.UTF_8));
          check(decoded);
          events += decoded.events.size();
        }
      }
    }
    assertThat(events).isPositive();
  }

  @Provide
  Arbitrary<byte[]> sample() {
    return Arbitraries.of(samples()).map(s -> s.getBytes(StandardCharsets.UTF_8));
  }

  @Property
  void anyByteAnywhereAndAnyEnd(
      @ForAll("sample") byte[] sample, @ForAll int at, @ForAll byte with, @ForAll int cut) {
    byte[] changed = sample.clone();
    changed[Math.floorMod(at, sample.length)] = with;
    check(Decoded.of(changed));
    check(Decoded.of(Arrays.copyOf(changed, Math.floorMod(cut, sample.length))));
  }
}
