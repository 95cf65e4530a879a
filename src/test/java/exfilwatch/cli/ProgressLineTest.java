package exfilwatch.cli;

import static org.assertj.core.api.Assertions.assertThat;

import exfilwatch.job.Progress;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProgressLineTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "0          | 0          | 0      | 0 | 0 | false | 0    | starting",
        "250000000  | 0          | 0      | 0 | 0 | false | 9    | reading standard input, 250 MB"
            + " so far",
        "0          | 8000000000 | 0      | 0 | 0 | false | 0    | starting to read 8.0 GB",
        "2000000000 | 8000000000 | 900000 | 1 | 0 | false | 20   | 2.0 GB of 8.0 GB (25 %), 45,000"
            + " events/s, 1 suspect, 1 min 00 s left",
        "20000000   | 8000000000 | 9000   | 0 | 0 | false | 20   | 20 MB of 8.0 GB (0 %), 450"
            + " events/s, 0 suspects, 2 h 13 min left",
        "7900000000 | 8000000000 | 1000   | 3 | 0 | false | 79   | 7.9 GB of 8.0 GB (99 %), 13"
            + " events/s, 3 suspects, 1 s left",
        "8000000000 | 8000000000 | 900000 | 3 | 1 | true  | 80   | 8.0 GB read, correlating, 3"
            + " suspects, 1 incident",
        "4000000000 | 8000000000 | 900000 | 3 | 0 | true  | 80   | 4.0 GB read, correlating, 3"
            + " suspects, 0 incidents",
      })
  void saysHowFarItIs(
      long bytes,
      long total,
      long events,
      long suspects,
      long incidents,
      boolean read,
      long seconds,
      String text) {
    Progress.Snapshot snapshot =
        new Progress.Snapshot(bytes, total, events, suspects, incidents, read);
    assertThat(ProgressLine.text(snapshot, Duration.ofSeconds(seconds))).isEqualTo(text);
  }

  @ParameterizedTest
  @CsvSource({
    "0,0 B",
    "999,999 B",
    "1000,1.0 kB",
    "9949,9.9 kB",
    "9999,10 kB",
    "999999,1.0 MB",
    "123456789,123 MB"
  })
  void tellsBytesInThreeDigitsAtMost(long bytes, String text) {
    assertThat(ProgressLine.bytes(bytes)).isEqualTo(text);
  }

  @Test
  void leavesATerminalCleanAndAFileWithoutControlSequences() {
    for (boolean terminal : new boolean[] {true, false}) {
      StringWriter err = new StringWriter();
      try (ProgressLine line = ProgressLine.of(new Progress(), new PrintWriter(err), terminal)) {
        line.say("told");
      }
      assertThat(err.toString().contains("\u001B")).isEqualTo(terminal);
      assertThat(err.toString()).contains("told\n");
    }
  }
}
