package exfilwatch.telemetry.decode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import exfilwatch.telemetry.Event;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.zip.GZIPOutputStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Records as such: wrapping, batches, damage. */
class RecordTest {
  private static final String START =
      """
      {'@timestamp':'2024-05-01T10:00:00.000Z','host':{'name':'ws1'},'event':{'category':['process'],\
      'type':['start']},'process':{'pid':%s,'name':'rclone.exe'}}\
      """;

  private static String start(Object pid) {
    return START.formatted(pid);
  }

  private static byte[] bytes(String text) {
    return text.replace('\'', '"').getBytes(StandardCharsets.UTF_8);
  }

  private static byte[] gzip(byte[] data) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
      gzip.write(data);
    }
    return out.toByteArray();
  }

  private static long[] pids(Decoded decoded) {
    return decoded.events.stream().mapToLong(e -> e.process().pid()).toArray();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "[%1$s,%2$s]",
        "{'records':[%1$s,%2$s]}",
        "{'Records':[%1$s,%2$s],'time':'x'}",
        "{'x':{'y':[1]},'records':[[%1$s],[%2$s]]}",
        "[{'records':[%1$s]},%2$s]",
        "%1$s\n%2$s\n",
        "%1$s\r\n\r\n%2$s\r\n",
        "%1$s%2$s",
        "\uFEFF  \n%1$s\n%2$s"
      })
  void unwraps(String wrapping) throws IOException {
    byte[] record = bytes(wrapping.formatted(start(1), start(2)));
    for (byte[] form : new byte[][] {record, gzip(record)}) {
      Decoded decoded = Decoded.of(form);
      assertThat(pids(decoded)).containsExactly(1, 2);
      assertThat(decoded.rejected).isEmpty();
      assertThat(decoded.skipped).isEmpty();
    }
  }

  @Test
  void decodesTheGivenPartOfTheArray() {
    byte[] record = bytes("}}garbage" + start(7) + "{{garbage");
    Decoded decoded = new Decoded();
    TelemetryDecoder.auto().decode(record, 9, record.length - 18, decoded);
    assertThat(pids(decoded)).containsExactly(7);
    assertThat(decoded.rejected).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "\r\n", "\uFEFF", "\uFEFF\n"})
  void anEmptyRecordIsSkipped(String text) {
    assertThat(Decoded.skipped(text)).isEqualTo("none: empty");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      textBlock =
          """
          hello                          | not_json: no JSON, at byte 5
          {'a':1,}                       | not_json: no JSON, at byte 8
          {'a' 1}                        | not_json: no JSON, at byte 6
          <Event><System>                | not_json: neither JSON nor a Windows event in XML
          {'a':{'b':'c                   | truncated: ends inside a value, at byte 12
          [{'a':1}                       | unknown_source: [0]: no field tells which source this is
          12                             | wrong_type: a JSON number instead of an object
          'text'                         | wrong_type: a JSON string instead of an object
          null                           | wrong_type: a JSON null instead of an object
          {}                             | unknown_source: no field tells which source this is
          {'a':{'b':[1,2]}}              | unknown_source: no field tells which source this is
          {'event':'login','process':{}} | wrong_type: event is not an object
          {'event':{},'process':5}       | wrong_type: process is not an object
          """)
  void rejectsWithAReason(String record, String expected) {
    assertThat(Decoded.json(record).rejected.get(0)).isEqualTo(expected);
  }

  @Test
  void aBadElementLeavesTheOthers() {
    Decoded decoded = Decoded.json("[" + start(1) + ",5," + start("'x'") + "," + start(4) + "]");
    assertThat(pids(decoded)).containsExactly(1, 4);
    assertThat(decoded.rejected)
        .containsExactly(
            "wrong_type: [1]: a JSON number instead of an object",
            "wrong_type: [2]: process.pid is not a whole number: 'x'");
  }

  @Test
  void aBadLineLeavesTheOthers() {
    Decoded decoded =
        Decoded.json(start(1) + "\n{'a':\n" + start(3) + "\nnoise\n" + start(4) + "\n{'b");
    assertThat(pids(decoded)).containsExactly(1, 3, 4);
    assertThat(decoded.rejected).hasSize(3);
    assertThat(decoded.rejected.get(0)).startsWith("not_json: document 2: ");
    assertThat(decoded.rejected.get(1)).startsWith("not_json: document 4: ");
    assertThat(decoded.rejected.get(2)).startsWith("truncated: document 6: ");
  }

  @Test
  void aDamagedPrettyPrintedDocumentIsOneRejection() {
    assertThat(Decoded.json("{\n  'a': {\n    'b': 1\n  },\n  {\n  'c'\n}\n}\n").rejected)
        .hasSize(1);
  }

  @Test
  void tooDeep() {
    String deep = "{'a':".repeat(10_000) + "1" + "}".repeat(10_000);
    assertThat(Decoded.rejected(deep)).startsWith("too_deep: more than 200 levels deep, at byte ");
    assertThat(Decoded.rejected("[".repeat(10_000))).startsWith("too_deep: ");
    assertThat(Decoded.rejected("[".repeat(10) + "]".repeat(10))).startsWith("too_deep: ");
  }

  @Test
  void tooLong() {
    String long20 = "{'message':'" + "x".repeat(20 << 20) + "'}";
    assertThat(Decoded.rejected(long20)).startsWith("too_long: 209715");
    String commandLine = start(1).replace("rclone.exe", "x".repeat(20 << 20));
    assertThat(Decoded.rejected(commandLine)).startsWith("too_long: a value that is too long");
  }

  @Test
  void manyDocumentsMayBeLongerThanOne() {
    int count = (TelemetryDecoder.MAX_DOCUMENT / start(1).length()) + 10;
    Decoded decoded = Decoded.json((start(1) + "\n").repeat(count));
    assertThat(decoded.events).hasSize(count);
    assertThat(decoded.rejected).isEmpty();
  }

  @Test
  void invalidUtf8() {
    byte[] record = bytes(start(1).replace("rclone", "rcl\u00e9ne"));
    int at = new String(record, StandardCharsets.ISO_8859_1).indexOf('\u00c3');
    record[at + 1] = 'x';
    assertThat(Decoded.of(record).rejected.get(0)).startsWith("invalid_utf8: ");
    assertThat(Decoded.of(new byte[] {(byte) 0xff, (byte) 0xfe, '{', 0}).rejected).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"UTF-16LE", "UTF-16BE", "UTF-32BE"})
  void otherUnicodeEncodings(String encoding) {
    String record =
        start(9).replace('\'', '"').replace("{\"@timestamp", "{\"message\":\"hello\",\"@timestamp");
    byte[] bytes = record.getBytes(java.nio.charset.Charset.forName(encoding));
    Decoded decoded = Decoded.of(bytes);
    assertThat(pids(decoded)).containsExactly(9);
  }

  @Test
  void blanksInUtf16AreEmpty() {
    assertThat(Decoded.of(new byte[] {0, '\t'}).skipped).containsExactly("none: empty");
  }

  @Test
  void damagedUtf16Ends() {
    byte[] record = "\n{\0\"\0a\0\n{\0}\0\n{\0\n{\0x".getBytes(StandardCharsets.ISO_8859_1);
    for (int from = 0; from < record.length; from++) {
      Decoded decoded = Decoded.of(Arrays.copyOfRange(record, from, record.length));
      assertThat(decoded.rejected).isNotEmpty();
    }
    byte[] two = "{\0}\0{\0x\0\n{\0\0\0\0\0".getBytes(StandardCharsets.ISO_8859_1);
    assertThat(Decoded.of(two).rejected).isNotEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"[\n", "{'a':[\n", "{'a':\n", "{\n", "[{},\n", "{'records':[\n"})
  void damageInEveryLineCostsLittle(String line) {
    assertThat(Decoded.json(line.repeat(200_000)).rejected.size()).isBetween(1, 10_000);
  }

  @Test
  void gzipThatIsDamagedOrABomb() throws IOException {
    byte[] good = gzip(bytes(start(1)));
    assertThat(Decoded.of(Arrays.copyOf(good, good.length - 12)).rejected)
        .containsExactly("truncated: gzip data ends early");
    good[15] ^= 0x55;
    assertThat(Decoded.of(good).rejected.get(0)).startsWith("not_json: gzip data is damaged");
    assertThat(Decoded.of(gzip(new byte[TelemetryDecoder.MAX_INFLATED + 1])).rejected.get(0))
        .startsWith("too_long: gzip data inflates to more than");
  }

  @Test
  void unknownSourceName() {
    assertThatThrownBy(() -> TelemetryDecoder.of("sysmo"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("unknown source 'sysmo'")
        .hasMessageContaining("auto, ")
        .hasMessageContaining("sysmon");
    for (String source : TelemetryDecoder.sources()) {
      assertThat(TelemetryDecoder.of(source)).isNotNull();
    }
  }

  @Test
  void aFixedSourceRefusesOthers() {
    Decoded decoded = Decoded.of("sysmon", bytes(start(1)));
    assertThat(decoded.rejected).containsExactly("unknown_source: not a record of sysmon");
  }

  @Test
  void anExportedHitIsItsSource() {
    Decoded decoded = Decoded.json("{'_index':'logs','_id':'x','_source':" + start(5) + "}");
    assertThat(pids(decoded)).containsExactly(5);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{'@timestamp':'2024-06-01T00:00:00Z','message':'%s'}",
        "{'@timestamp':'2024-06-01T00:00:00Z','message':'%s','data_stream':{'dataset':'crowdstrike.fdr'},'event':{'dataset':'x'}}"
      })
  void aRecordThatAShipperWrappedAsText(String wrapping) {
    String raw =
        """
        {'event_simpleName':'ProcessRollup2','aid':'a1','timestamp':'1714557600104','RawProcessId':'5','ImageFileName':'/usr/bin/rclone'}\
        """;
    Decoded decoded = Decoded.json(wrapping.formatted(raw.replace("'", "\\\"")));
    assertThat(decoded.rejected).isEmpty();
    assertThat(pids(decoded)).containsExactly(5);
    assertThat(decoded.events.get(0).source()).isEqualTo("crowdstrike");
  }

  @Test
  void aMessageOfAnotherShapeIsIgnored() {
    for (String message : new String[] {"{'a':1}", "'{broken'", "'<x'", "['{}']", "7"}) {
      Decoded decoded =
          Decoded.json(
              start(5).replace("{'@timestamp'", "{'message':" + message + ",'@timestamp'"));
      assertThat(pids(decoded)).containsExactly(5);
    }
  }

  @Test
  void winlogbeatIsEveryKindOfWindowsEvent() {
    String other =
        "{'@timestamp':'2024-05-01T10:00:00Z','winlog':{'channel':'System','computer_name':'a','event_id':1,'provider_name':'x'}}";
    assertThat(Decoded.of("winlogbeat", bytes(other)).skipped)
        .containsExactly("windows: " + Emit.OTHER_KIND);
  }

  @Test
  void nothingIsLeftFromTheRecordBefore() {
    TelemetryDecoder decoder = TelemetryDecoder.auto();
    Decoded decoded = new Decoded();
    byte[] first = bytes(start(1).replace("'pid'", "'command_line':'x y','args':['x','y'],'pid'"));
    byte[] second = bytes(start(2));
    decoder.decode(first, 0, first.length, decoded);
    decoder.decode(second, 0, second.length, decoded);
    Event event = decoded.events.get(1);
    assertThat(event.process().commandLine()).isNull();
    assertThat(event.process().args()).isNull();
  }

  @Property(tries = 300)
  void neverThrowsOnDamage(
      @ForAll @IntRange(max = 199) int at,
      @ForAll byte with,
      @ForAll @IntRange(max = 200) int cut) {
    byte[] record = bytes("[" + start(1) + "," + start(2) + "]\n" + start(3));
    record[at] = with;
    Decoded.of(record);
    Decoded.of(Arrays.copyOf(record, cut));
    Decoded.of(Arrays.copyOfRange(record, at, record.length));
  }

  @Property(tries = 300)
  void neverThrowsOnNoise(@ForAll byte[] noise) {
    Decoded decoded = Decoded.of(noise);
    assertThat(decoded.rejected.size() + decoded.skipped.size()).isPositive();
  }
}
