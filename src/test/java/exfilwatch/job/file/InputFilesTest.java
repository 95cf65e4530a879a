package exfilwatch.job.file;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import exfilwatch.job.RawRecord;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.PipelineOptions;
import org.apache.flink.connector.file.src.FileSource;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InputFilesTest {

  private static final InputStream NO_STDIN = InputStream.nullInputStream();

  private Path folder;
  private Path dir;

  @BeforeEach
  void files(@TempDir Path folder) throws IOException {
    this.folder = folder;
    dir = folder.resolve("logs with 50% space#:");
    Files.createDirectories(dir.resolve("sub/.hidden"));
    Files.writeString(dir.resolve("b.json"), "{\"b\":1}");
    Files.writeString(dir.resolve("sub/a.log"), "{\"a\":1}\n{\"a\":2}\n");
    Files.writeString(dir.resolve(".skip"), "{}");
    Files.writeString(dir.resolve("sub/.hidden/c"), "{}");
    Files.createSymbolicLink(dir.resolve("sub/loop"), dir);
    Files.createSymbolicLink(dir.resolve("gone"), dir.resolve("nowhere"));
  }

  @Test
  void searchesFoldersWithoutHiddenFiles() {
    InputFiles files = InputFiles.find(List.of(dir.toString()), NO_STDIN);
    assertThat(files.names().values())
        .containsExactly(dir.resolve("b.json").toString(), dir.resolve("sub/a.log").toString());
    assertThat(files.totalBytes()).isEqualTo(7 + 16);
  }

  @Test
  void readsAFileOnceHoweverOftenItIsNamed() {
    String file = dir.resolve("b.json").toString();
    InputFiles files =
        InputFiles.find(List.of(file, dir.toString(), dir + "/sub/../b.json"), NO_STDIN);
    assertThat(files.count()).isEqualTo(2);
    assertThat(files.names()).containsValue(file);
  }

  @Test
  void aHiddenFileThatIsNamedIsRead() {
    assertThat(InputFiles.find(List.of(dir + "/.skip"), NO_STDIN).count()).isOne();
  }

  @Test
  void saysWhatIsMissing() throws IOException {
    assertThatThrownBy(() -> InputFiles.find(List.of("no/such"), NO_STDIN))
        .isInstanceOf(InputException.class)
        .hasMessage("no/such: no such file or folder");
    Path empty = Files.createDirectory(folder.resolve("empty"));
    assertThatThrownBy(() -> InputFiles.find(List.of(empty.toString()), NO_STDIN))
        .hasMessage(empty + ": no files in this folder");
    assertThatThrownBy(() -> InputFiles.find(List.of("a\0b"), NO_STDIN))
        .isInstanceOf(InputException.class);
  }

  @Test
  void deletesWhatItSpooled() {
    InputStream stdin = new ByteArrayInputStream("{}\n".getBytes(UTF_8));
    InputFiles files = InputFiles.find(List.of("-"), stdin);
    Path spooled = files.names().keySet().iterator().next();
    assertThat(spooled).hasContent("{}\n");
    assertThat(files.names()).containsValue("stdin");
    files.close();
    assertThat(spooled).doesNotExist();
  }

  @Test
  void theSourceGivesEveryRecordOnce() throws Exception {
    List<String> expected = new ArrayList<>(List.of("b.json@0", "a.log@0", "a.log@8", "stdin@0"));
    StringBuilder big = new StringBuilder();
    for (int i = 0; i < 2000; i++) {
      expected.add("big@" + big.length());
      big.append("{\"n\":").append(i * i).append("}\n");
    }
    Files.writeString(dir.resolve("big"), big);
    Files.write(dir.resolve("p.gz"), Scans.gzip("[{},{}]".getBytes(UTF_8)));
    expected.addAll(List.of("p.gz@1", "p.gz@4"));
    InputStream stdin = new ByteArrayInputStream("{}".getBytes(UTF_8));

    Configuration config = new Configuration();
    config.set(PipelineOptions.GENERIC_TYPES, false);
    StreamExecutionEnvironment env =
        StreamExecutionEnvironment.getExecutionEnvironment(config).setParallelism(2);
    List<String> seen = new ArrayList<>();
    try (InputFiles files = InputFiles.find(List.of(dir.toString(), "-"), stdin)) {
      FileSource<RawRecord> source = files.source(new ReadLimits(1000, 999));
      for (RawRecord r :
          env.fromSource(source, WatermarkStrategy.noWatermarks(), "files")
              .executeAndCollect(expected.size() + 1)) {
        seen.add(r.origin().substring(r.origin().lastIndexOf('/') + 1) + "@" + r.position());
      }
    }
    assertThat(seen).containsExactlyInAnyOrderElementsOf(expected);
  }
}
