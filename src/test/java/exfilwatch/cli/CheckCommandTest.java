package exfilwatch.cli;

import static org.assertj.core.api.Assertions.assertThat;

import exfilwatch.detection.Exemption;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

class CheckCommandTest {

  @TempDir private Path folder;

  @ParameterizedTest
  @CsvSource({
    "2027-05-16, applies",
    "2027-05-17, expires_soon",
    "2027-05-31, expires_soon",
    "2027-06-01, expired",
  })
  void warnsFromTwoWeeksBeforeAnExceptionExpires(LocalDate today, String status) {
    Exemption exemption =
        new Exemption("id-1", "Backup", "it@example.com", LocalDate.of(2027, 5, 31), "");
    assertThat(CheckedContent.status(exemption, today)).isEqualTo(status);
  }

  @Test
  void showsExceptionsOfTheFolderAndRefusesBadOnes() throws Exception {
    String good = Files.readString(Path.of("conf/exceptions/approved-backup.yml.example"));
    Path file = Files.writeString(folder.resolve("e.yml"), good);
    StringWriter out = new StringWriter();
    assertThat(check(out)).isZero();
    assertThat(out.toString())
        .contains("exception  Photo Sync of the Marketing Department")
        .contains("2 exceptions");
    Files.writeString(file, good.replace("owner: marketing-it@example.com\n", ""));
    assertThat(check(out)).isNotZero();
  }

  private int check(StringWriter out) {
    CommandLine line = new CommandLine(new CheckCommand());
    line.setOut(new PrintWriter(out, true));
    line.setErr(new PrintWriter(new StringWriter()));
    return line.execute("--conf", "conf/exfilwatch.yaml", "--exceptions", folder.toString());
  }
}
