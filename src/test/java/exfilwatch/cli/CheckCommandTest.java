package exfilwatch.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import exfilwatch.detection.Exemption;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
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
        new Exemption("id-1", "Backup", "it@example.com", LocalDate.of(2027, 5, 31), "", "starts");
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
        .contains("; starts only: a connection doesn't tell exfil.direction, ")
        .contains("2 exceptions");
    Files.writeString(file, good.replace("owner: marketing-it@example.com\n", ""));
    assertThat(check(out)).isNotZero();
  }

  @Test
  void explainsWhereARuleIsBlindAndWhatAnExceptionSilences() throws Exception {
    Files.copy(Path.of("conf/exceptions/approved-backup.yml.example"), folder.resolve("e.yml"));
    StringWriter text = new StringWriter();
    assertThat(check(text, "--explain")).isZero();
    assertThat(text.toString().lines())
        .anyMatch(line -> line.matches(" +blind +can't match on .*Windows Security.*"))
        .anyMatch(line -> line.matches(" +silences .*Renamed Rclone.*"))
        .anyMatch(line -> line.matches(" +without .*process.pe.original_file_name.*CrowdStrike.*"));
    StringWriter json = new StringWriter();
    assertThat(check(json, "--json")).isZero();
    JsonNode all = new ObjectMapper().readTree(json.toString());
    assertThat(all.at("/correlation/timespan_seconds").asInt()).isEqualTo(600);
    assertThat(all.at("/exceptions/0/status").asText()).isNotEmpty();
    assertThat(all.get("rules"))
        .filteredOn(rule -> rule.get("title").asText().equals("Renamed Rclone"))
        .singleElement()
        .satisfies(
            rule -> {
              assertThat(rule.get("blind"))
                  .extracting(JsonNode::asText)
                  .contains("Windows Security");
              assertThat(rule.get("exceptions")).hasSize(1);
              assertThat(rule.get("starts_correlation").asBoolean()).isTrue();
            });
  }

  private int check(StringWriter out, String... more) {
    CommandLine line = new CommandLine(new CheckCommand());
    line.setOut(new PrintWriter(out, true));
    line.setErr(new PrintWriter(new StringWriter()));
    List<String> arguments = new ArrayList<>(List.of(more));
    arguments.addAll(List.of("--conf", "conf/exfilwatch.yaml", "--exceptions", folder.toString()));
    return line.execute(arguments.toArray(String[]::new));
  }
}
