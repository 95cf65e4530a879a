package exfilwatch.job.file;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
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

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "'<Event>a</Event><Event>b</Event>'                   | '<Event>a</Event>@0"
            + " <Event>b</Event>@16'",
        "'<Event x=\"1\">a</Event>\r\n"
            + "<Event\n"
            + ">b</Event>\r\n"
            + "' | '<Event x=\"1\">a</Event>@0 <Event\n"
            + ">b</Event>@24'",
        "'<?xml version=\"1.0\"?>\n<Events><Event>a</Event></Events>' | '<Event>a</Event>@30'",
        "'<Event>\n"
            + " <EventData>\n"
            + " a\n"
            + "b</EventData>\n"
            + "</Event>\n"
            + "' | '<Event>\n"
            + " <EventData>\n"
            + " a\n"
            + "b</EventData>\n"
            + "</Event>@0'",
        "'Record 1\n"
            + "<?xml?>\n"
            + "<Event>a</Event>\n"
            + "Record 22\n"
            + "<Event>b</Event>' | '<Event>a</Event>@17 <Event>b</Event>@44'",
        "'<Event><![CDATA[ <Event> </Event> ]]></Event>'      | '<Event><![CDATA[ <Event> </Event>"
            + " ]]></Event>@0'",
        "'<Event/><Events></Events>'                          | '<Event/>@0'",
        // What is broken ends where the next begins, or with its line
        "'<Event>a<Event>b</Event>'                           | '<Event>a@0 <Event>b</Event>@8'",
        "'<Event>a'                                           | '<Event>a@0'",
        "'a</Event>\n"
            + "noise\n"
            + "<Event>b</Event>'                 | 'a@0 </Event>@1 noise@10 <Event>b</Event>@16'",
        "'<html>x<Event>b</Event>'                            | '<html>@0 x@6 <Event>b</Event>@7'",
      })
  void cutsEvents(String content, String expected) {
    assertThat(LineScannerTest.show(scan(content.getBytes(ISO_8859_1)))).isEqualTo(expected);
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
