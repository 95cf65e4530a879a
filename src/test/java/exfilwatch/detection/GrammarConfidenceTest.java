package exfilwatch.detection;

import static org.assertj.core.api.Assertions.assertThat;

import exfilwatch.telemetry.Event;
import java.util.List;
import org.junit.jupiter.api.Test;

class GrammarConfidenceTest {

  private final GrammarConfidence confidences = new GrammarConfidence();

  @Test
  void isThatOfTheCommandLineHoweverOftenItIsAsked() {
    for (int round = 0; round < 2; round++) {
      for (String line :
          List.of(
              "x copy C:\\Users mega:backup --transfers 8",
              "x copy C:\\Users mega:other",
              "x lsd remote: --config c.conf",
              "notepad.exe",
              "git clone https://github.com/rclone/rclone",
              "x copy C:\\a mega:b --include " + "*.docx,".repeat(1000))) {
        Event start = Events.windows(line).name("x.exe").start();
        assertThat(confidences.of(start)).isEqualTo(CommandLines.confidence(start));
      }
    }
    assertThat(confidences.of(Events.windows("x copy C:\\Users mega:backup --transfers 8").start()))
        .isPositive();
  }

  @Test
  void tellsTheSameLineOfAnotherSystemApart() {
    String line = "x copy '/a b' mega:b --config \\c";
    Event windows = Events.windows(line).start();
    Event linux = Events.linux(line).start();
    assertThat(confidences.of(windows)).isEqualTo(CommandLines.confidence(windows));
    assertThat(confidences.of(linux)).isEqualTo(CommandLines.confidence(linux));
  }
}
