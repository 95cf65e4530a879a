package exfilwatch.job.file;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import exfilwatch.job.RawRecord;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.CharRange;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ValueScannerTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "'[{\"a\":1},{\"b\":2}]'           | '{\"a\":1}@1 {\"b\":2}@9'",
        "'[\n {\"a\":\n1}\n,\n{}\n]\n'     | '{\"a\":\n1}@3 {}@14'",
        "'{\"a\":1}{\"b\":2}'              | '{\"a\":1}@0 {\"b\":2}@7'",
        "'{\n}\n{\n}'                      | '{\n}@0 {\n}@4'",
        "'[{\"a\":\"}]{[\\\"\"},{}]'       | '{\"a\":\"}]{[\\\"\"}@1 {}@16'",
        "'[{\"a\":[{\"b\":[[]]},{}]}, {}]' | '{\"a\":[{\"b\":[[]]},{}]}@1 {}@24'",
        "'[1,\"x,]\",null,{}]'             | '1@1 \"x,]\"@3 null@9 {}@14'",
        "'[]'                              | ''",
        "'[{\"a\":1'                       | '{\"a\":1@1'",
        "'\u00EF\u00BB\u00BF[{}]'          | '{}@4'",
        // evtx_dump's headings
        "'Record 1\n{\n}\nRecord 12\r\n{}' | '{\n}@9 {}@24'",
        "'[Recorder 1\n{}]'                | 'Recorder 1@1 {}@12'",
        // What is broken ends where it breaks
        "'[{\"a\":1,\n{\"b\":2}]'          | '{\"a\":1,\n@1 {\"b\":2}@9'",
        "'[{\"a\":\"x\n{\"b\":2}]'         | '{\"a\":\"x@1 {\"b\":2}@9'",
        "'[{\"a\":[1},{\"b\":2}]'          | '{\"a\":[1}@1 {\"b\":2}@10'",
        "'{\"a\":{\"b\":1]},{\"c\":2}'     | '{\"a\":{\"b\":1]@0 {\"c\":2}@14'",
        "'[{{\"b\":2}]'                    | '{@1 {\"b\":2}@2'",
      })
  void cutsValues(String content, String expected) {
    List<RawRecord> records =
        Scans.values(new ByteArrayInputStream(content.getBytes(ISO_8859_1)), 1 << 20);
    assertThat(LineScannerTest.show(records)).isEqualTo(expected);
  }

  @Property
  void findsEveryElementWhateverTheStringsSay(
      @ForAll @Size(max = 8)
          List<@StringLength(max = 12) @CharRange(from = ' ', to = '~') String> strings,
      @ForAll boolean array) {
    List<String> objects = strings.stream().map(ValueScannerTest::object).toList();
    String content = array ? "[" + String.join(" ,\n", objects) + "]" : String.join("", objects);
    List<RawRecord> records =
        Scans.values(new ByteArrayInputStream(content.getBytes(UTF_8)), 1 << 20);
    assertThat(Scans.texts(records)).isEqualTo(objects);
    assertThat(records)
        .allSatisfy(
            r ->
                assertThat(content.substring((int) r.position()))
                    .startsWith(new String(r.bytes(), UTF_8)));
  }

  private static String object(String s) {
    return "{\n \"k\": [\"" + s.replace("\\", "\\\\").replace("\"", "\\\"") + "\", {}]\n}";
  }

  @Test
  void endlessNestingIsCutIntoRecords() {
    List<RawRecord> records = Scans.values(new Endless("{\"a\":", 40_000_000), 1 << 20);
    assertThat(records).hasSizeBetween(8, 9);
    assertThat(records.get(0).problem()).startsWith("too_long");
  }

  @Test
  void aValueThatNeverEndsIsTooLong() {
    List<RawRecord> records =
        Scans.values(new Endless("{\"a\":1,\"b\":2,", 13, 30_000_000), 1 << 20);
    assertThat(records).isNotEmpty();
    assertThat(records.get(0).bytes()).hasSizeLessThanOrEqualTo(1 << 20);
  }

  /** The same text again and again. */
  private static final class Endless extends InputStream {
    private final byte[] text;
    private final int repeatFrom;
    private long left;
    private int at;

    Endless(String text, long length) {
      this(text, 0, length);
    }

    Endless(String text, int repeatFrom, long length) {
      this.text = text.getBytes(UTF_8);
      this.repeatFrom = Math.min(repeatFrom, this.text.length - 1);
      this.left = length;
    }

    @Override
    public int read() {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0];
    }

    @Override
    public int read(byte[] target, int offset, int length) {
      int n = (int) Math.min(length, left);
      for (int i = 0; i < n; i++) {
        target[offset + i] = text[at++];
        at = at == text.length ? repeatFrom : at;
      }
      left -= n;
      return n == 0 ? -1 : n;
    }
  }
}
