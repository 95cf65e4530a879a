package exfilwatch.job.file;

import static java.nio.charset.StandardCharsets.UTF_16BE;
import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import exfilwatch.job.RawRecord;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.Charset;
import java.util.Arrays;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class SourceTest {

  private static final byte[] TWO_LINES = "{\"a\":1}\n{\"b\":2}\n".getBytes(UTF_8);
  private static final List<String> TWO = List.of("{\"a\":1}", "{\"b\":2}");

  @Test
  void readsGzipByItsContent() {
    assertThat(Scans.texts(Scans.whole(Scans.gzip(TWO_LINES)))).isEqualTo(TWO);
  }

  @Test
  void readsAllMembersOfAGzipFile() throws IOException {
    ByteArrayOutputStream members = new ByteArrayOutputStream();
    members.write(Scans.gzip("{\"a\":1}\n".getBytes(UTF_8)));
    members.write(Scans.gzip("{\"b\":2}\n".getBytes(UTF_8)));
    assertThat(Scans.texts(Scans.whole(members.toByteArray()))).isEqualTo(TWO);
  }

  @Test
  void aTruncatedGzipFileGivesWhatItHasAndSaysSo() {
    byte[] packed = Scans.gzip(TWO_LINES);
    List<RawRecord> records = Scans.whole(Arrays.copyOf(packed, packed.length - 8));
    assertThat(Scans.texts(records)).containsExactly("{\"a\":1}", "{\"b\":2}", "");
    assertThat(records.get(2).position()).isEqualTo(16);
    assertThat(records.get(2).problem()).isEqualTo("unreadable: the file ends too early");
    assertThat(Scans.whole(new byte[] {0x1F, (byte) 0x8B, 9, 9}))
        .singleElement()
        .satisfies(r -> assertThat(r.problem()).startsWith("unreadable: "));
  }

  @Test
  void readsUtf16AsPowerShellWritesIt() {
    for (Charset charset : List.of(UTF_16LE, UTF_16BE)) {
      byte[] content = "\uFEFF{\"é\":\"😀\"}\r\n{\"b\":2}\r\n".getBytes(charset);
      assertThat(Scans.whole(content))
          .containsExactly(
              new RawRecord("file", 2, "{\"é\":\"😀\"}".getBytes(UTF_8), null),
              new RawRecord("file", 2 + 2 * 12, "{\"b\":2}".getBytes(UTF_8), null));
      assertThat(Scans.texts(Scans.whole("\uFEFF[{},\n{\n}]".getBytes(charset))))
          .containsExactly("{}", "{\n}");
    }
  }

  @Property
  void anyUtf16KeepsItsLinesAndPositions(@ForAll @Size(max = 30) char[] units) {
    ByteArrayOutputStream content = new ByteArrayOutputStream();
    content.write(0xFF);
    content.write(0xFE);
    content.write('#');
    content.write(0);
    for (char unit : units) {
      content.write(unit & 0xFF);
      content.write(unit >> 8);
    }
    int end = content.size();
    content.writeBytes("\n{}\n".getBytes(UTF_16LE));
    List<RawRecord> records = Scans.whole(content.toByteArray());
    assertThat(records.get(records.size() - 1))
        .isEqualTo(new RawRecord("file", end + 2, new byte[] {'{', '}'}, null));
  }

  @Test
  void replacesHalfCharactersOneByOne() {
    byte[] content = {-1, -2, 'a', 0, 0, (byte) 0xD8, '\n', 0, 0, (byte) 0xDC, 'b', 0, 'c'};
    assertThat(Scans.texts(Scans.whole(content))).containsExactly("a\uFFFD", "\uFFFDb\uFFFD");
  }

  @ParameterizedTest
  @EnumSource(
      value = FileKind.class,
      names = {"EVTX", "ZIP", "ZSTD", "XZ", "PARQUET"})
  void saysWhatToDoWithOtherFiles(FileKind kind) {
    byte[] content = Arrays.copyOf(kind.magic(), 5000);
    assertThat(Scans.whole(content))
        .containsExactly(new RawRecord("file", 0, new byte[0], "unsupported: " + kind.advice()));
    assertThat(Scans.whole(Scans.gzip(content))).hasSize(1);
  }
}
