package exfilwatch.job.file;

import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import exfilwatch.job.RawRecord;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class XmlScannerTest {

  /** § stands for Event. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "'<§>a</§><§>b</§>' | '<§>a</§> <§>b</§>'",
        "'<§ x=\"1\">a</§>\r\n<§\n>b</§>\r\n' | '<§ x=\"1\">a</§> <§\n>b</§>'",
        "'<?xml version=\"1.0\"?>\n<§s><§>a</§></§s>' | '<§>a</§>'",
        "'<§>\n <§Data>\n a\nb</§Data>\n</§>\n' | '<§>\n <§Data>\n a\nb</§Data>\n</§>'",
        "'Record 1\n<?xml?>\n<§>a</§>\nRecord 2\n<§>b</§>' | '<§>a</§> <§>b</§>'",
        "'<§><![CDATA[ <§> </§> ]]></§>' | '<§><![CDATA[ <§> </§> ]]></§>'",
        "'<§/><§s></§s>' | '<§/>'",
        // What is broken ends where the next begins, or with its line
        "'<§>a<§>b</§>' | '<§>a <§>b</§>'",
        "'<§>a' | '<§>a'",
        "'a</§>\nnoise\n<§>b</§>' | 'a </§> noise <§>b</§>'",
        "'<html>x<§>b</§>' | '<html> x <§>b</§>'",
      })
  void cutsEvents(String content, String expected) {
    String xml = content.replace("§", "Event");
    List<String> records = Scans.texts(scan(xml.getBytes(UTF_8)));
    assertThat(String.join(" ", records)).isEqualTo(expected.replace("§", "Event"));
  }

  @Property
  void findsEveryEventWhereverTheBufferEnds(
      @ForAll @Size(max = 4) List<@StringLength(max = 9) String> texts,
      @ForAll @IntRange(min = 262_100, max = 262_160) int before) {
    List<String> events =
        texts.stream()
            .map(
                text ->
                    "<Event xmlns='x'><Data>"
                        + text.replaceAll("[<>\\]]", "")
                        + "\n</Data></Event>")
            .toList();
    String content = "<Events>" + " ".repeat(before) + String.join("", events) + "</Events>";
    assertThat(Scans.texts(scan(content.getBytes(UTF_8))))
        .isEqualTo(events.stream().map(event -> new String(event.getBytes(UTF_8), UTF_8)).toList());
  }

  @Test
  void tellsWhereEachBegins() {
    byte[] xml = "<Events>\n<Event>a</Event>\n<Event>b</Event></Events>".getBytes(UTF_8);
    assertThat(scan(xml)).extracting(RawRecord::position).containsExactly(9L, 26L);
  }

  @Test
  void oneThatIsTooLongIsToldAndTheNextIsRead() {
    String content = "<Event>" + "x".repeat(5000) + "</Event><Event>b</Event>";
    List<RawRecord> records = Scans.xml(content.getBytes(UTF_8), 1000);
    assertThat(records).hasSize(2);
    assertThat(records.get(0).problem()).startsWith("too_long: 5015 bytes");
    assertThat(new String(records.get(1).bytes(), UTF_8)).isEqualTo("<Event>b</Event>");
  }

  @Test
  void isReadInUtf16AsPowerShellWritesIt() {
    byte[] content = "\uFEFF<Event>ä\r\nb</Event>\r\n<Event>c</Event>\r\n".getBytes(UTF_16LE);
    assertThat(Scans.texts(Scans.whole(content)))
        .containsExactly("<Event>ä\r\nb</Event>", "<Event>c</Event>");
  }

  private static List<RawRecord> scan(byte[] content) {
    return Scans.xml(content, 1 << 20);
  }
}
