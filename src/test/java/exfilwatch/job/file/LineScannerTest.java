package exfilwatch.job.file;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import exfilwatch.job.RawRecord;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.CharRange;
import net.jqwik.api.constraints.Chars;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LineScannerTest {

  @ParameterizedTest
  @CsvSource({
    "'a\nb\n',               'a@0 b@2'",
    "'a\r\nb\r\n',           'a@0 b@3'",
    "'a\nb',                 'a@0 b@2'",
    "'a\r',                  'a@0'",
    "'',                     ''",
    "'\n\n \r\n\t\n',        ''",
    "'\n\n  a\n',            'a@4'",
    "'\u00EF\u00BB\u00BFa\nb', 'a@3 b@5'",
    "'a\n\u00EF\u00BB\u00BFb', 'a@0 b@5'",
    "'\u00EF\u00BB\u00BF',   ''",
    "'\u00EFx\n\u00EF',      '\u00EFx@0 \u00EF@3'",
    "'a b \nc',              'a b @0 c@5'",
    "'\u0001\u0002\na',            'a@3'",
  })
  void cutsLines(String content, String expected) {
    assertThat(show(Scans.whole(content.getBytes(ISO_8859_1)))).isEqualTo(expected);
  }

  @Test
  void keepsTheBeginningOfALineThatIsTooLongAndReadsOn() {
    String big = "x".repeat(3_000_000);
    List<RawRecord> records = Scans.whole(("a\n" + big + "\r\nb\n" + big).getBytes(UTF_8), 100_000);
    assertThat(records)
        .extracting(RawRecord::position)
        .containsExactly(0L, 2L, 3_000_004L, 3_000_006L);
    assertThat(records.get(1).bytes()).hasSize(1 << 16).containsOnly('x');
    assertThat(records.get(1).problem())
        .isEqualTo(
            "too_long: 3000000 bytes, more than the limit of 100000; the first 65536 are kept");
    assertThat(records.get(2)).isEqualTo(new RawRecord("file", 3_000_004, new byte[] {'b'}, null));
    assertThat(records.get(3).problem()).startsWith("too_long: 3000000 bytes");
  }

  @Test
  void theLimitItselfIsNotTooLong() {
    assertThat(Scans.whole("xxxx\nxxxxx\n".getBytes(UTF_8), 4))
        .extracting(RawRecord::problem)
        .containsExactly(null, "too_long: 5 bytes, more than the limit of 4; the first 5 are kept");
  }

  @Property
  void piecesGiveEveryLineOnce(
      @ForAll
          @StringLength(max = 80)
          @CharRange(from = 'a', to = 'c')
          @Chars({'\n', '\r', ' ', '\u00EF', '\u00BB', '\u00BF'})
          String content,
      @ForAll @IntRange(min = 1, max = 30) int step) {
    byte[] bytes = content.getBytes(ISO_8859_1);
    List<RawRecord> pieces = new ArrayList<>();
    for (int offset = 0; offset < bytes.length; offset += step) {
      pieces.addAll(Scans.piece(bytes, offset, Math.min(step, bytes.length - offset)));
    }
    assertThat(pieces).isEqualTo(naive(content));
  }

  /** The same by splitting the whole string. */
  private static List<RawRecord> naive(String content) {
    List<RawRecord> records = new ArrayList<>();
    int position = 0;
    for (String line : content.split("\n", -1)) {
      String text = line.replaceFirst("^(\u00EF\u00BB\u00BF|[ \r])+", "");
      int start = position + line.length() - text.length();
      if (!text.isEmpty()) {
        String kept = text.endsWith("\r") ? text.substring(0, text.length() - 1) : text;
        records.add(new RawRecord("file", start, kept.getBytes(ISO_8859_1), null));
      }
      position += line.length() + 1;
    }
    return records;
  }

  static String show(List<RawRecord> records) {
    StringBuilder text = new StringBuilder();
    for (RawRecord r : records) {
      text.append(text.isEmpty() ? "" : " ")
          .append(new String(r.bytes(), ISO_8859_1))
          .append('@')
          .append(r.position());
    }
    return text.toString();
  }
}
