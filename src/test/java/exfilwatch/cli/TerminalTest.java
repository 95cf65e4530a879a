package exfilwatch.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import picocli.CommandLine.Help.Ansi;

class TerminalTest {

  @Test
  void hasColoursWhereTheUserLooksAndWantsThem() {
    Terminal terminal = Terminal.of(true, false, Map.of("TERM", "xterm-256color"));
    assertThat(terminal.ansiOut()).isEqualTo(Ansi.ON);
    assertThat(terminal.ansiErr()).isEqualTo(Ansi.OFF);
  }

  @Test
  void heedsNoColor() {
    Terminal terminal = Terminal.of(true, true, Map.of("TERM", "xterm", "NO_COLOR", "1"));
    assertThat(terminal.err()).isTrue();
    assertThat(terminal.ansiOut()).isEqualTo(Ansi.OFF);
    assertThat(terminal.ansiErr()).isEqualTo(Ansi.OFF);
    assertThat(Terminal.of(true, true, Map.of("TERM", "xterm", "NO_COLOR", "")).ansiErr())
        .isEqualTo(Ansi.ON); // no-color.org: "when present and not an empty string"
  }

  @Test
  void isNoneWhereControlSequencesAreNotUnderstood() {
    assertThat(Terminal.of(true, true, Map.of("TERM", "dumb"))).isEqualTo(Terminal.NONE);
    assertThat(Terminal.of(true, true, Map.of())).isEqualTo(Terminal.NONE);
  }
}
