package exfilwatch.sigma;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RuleFilesTest {

  @Test
  void readsAMountedConfigMapOnceThoughItHasEveryFileTwice(@TempDir Path folder) throws Exception {
    Path version = Files.createDirectory(folder.resolve("..2026_11_21"));
    Files.writeString(version.resolve("a.yml"), "title: A");
    Path data = Files.createSymbolicLink(folder.resolve("..data"), version.getFileName());
    Files.createSymbolicLink(folder.resolve("a.yml"), Path.of(data.getFileName() + "/a.yml"));
    Path link =
        Files.createSymbolicLink(folder.resolveSibling(folder.getFileName() + "-l"), folder);
    try {
      assertThat(RuleSet.read(List.of(folder)))
          .extracting(RuleFile::name)
          .containsExactly(folder.resolve("a.yml").toString());
      assertThat(RuleSet.read(List.of(link))).hasSize(1);
    } finally {
      Files.delete(link);
    }
  }
}
