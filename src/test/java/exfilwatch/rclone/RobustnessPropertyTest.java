package exfilwatch.rclone;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

/** Whatever a command line holds, there is an answer. */
class RobustnessPropertyTest {

  @Property(tries = 2000)
  void anyTextIsExplained(@ForAll String text) {
    Explanation explanation = Rclone.explain(text, null, null, Map.of());
    assertThat(explanation.toJson()).startsWith("{\"verdict\":");
    assertThat(explanation.toText()).isNotEmpty();
    assertThat(explanation.reason()).isNotEqualTo(Explanation.unreadable().reason());
    Redactor.redact(text);
    GrammarPrecheck.cannotBeRclone(text);
  }

  @Provide
  Arbitrary<String> hostile() {
    return Arbitraries.of(
            "rclone",
            "copy",
            "config",
            "create",
            "rc",
            "cmd /c ",
            "sh -c ",
            "powershell -c ",
            "'",
            "\"",
            "\\",
            "^",
            "`",
            " ",
            "\t",
            "\n",
            ":",
            ",",
            "=",
            "{",
            "}",
            "{{",
            "[",
            "--",
            "-",
            "--include",
            "--filter",
            "*",
            ":s3,",
            "pass=",
            "secret_access_key=",
            "//",
            "@",
            "&",
            "|",
            ";",
            "C:\\",
            "\\\\",
            "%",
            "$",
            "é",
            "\u0000",
            "\ud800",
            "--bwlimit",
            "--max-age",
            "-o",
            "Bearer ",
            "sudo ",
            "docker run rclone/rclone ",
            "Start-Process ",
            "at 1:00 ")
        .list()
        .ofMaxSize(40)
        .map(parts -> String.join("", parts));
  }

  @Property(tries = 5000)
  void hostileTextIsExplained(@ForAll("hostile") String text) {
    for (Os os : Os.values()) {
      Explanation explanation = Rclone.explain(text, os, null, Map.of());
      assertThat(explanation.toJson()).startsWith("{\"verdict\":");
      assertThat(explanation.reason()).isNotEqualTo(Explanation.unreadable().reason());
      if (GrammarPrecheck.cannotBeRclone(text)) {
        assertThat(explanation.confidence()).isLessThan(Rclone.CONFIDENCE_THRESHOLD);
      }
    }
  }

  @Property(tries = 1000)
  void windowsQuotingIsUndone(@ForAll List<String> words) {
    List<String> argv = new ArrayList<>(List.of("x.exe"));
    argv.addAll(words);
    String line =
        argv.stream().map(RobustnessPropertyTest::quoted).collect(Collectors.joining(" "));
    assertThat(ArgvSplitter.windows(line)).isEqualTo(argv);
  }

  @Property(tries = 1000)
  void posixQuotingIsUndone(@ForAll List<String> words) {
    String line =
        words.stream()
            .map(word -> "'" + word.replace("'", "'\\''") + "'")
            .collect(Collectors.joining(" "));
    assertThat(ArgvSplitter.posix(line)).isEqualTo(words);
  }

  /** As Go's EscapeArg is documented: backslashes before a quote are doubled. */
  private static String quoted(String word) {
    StringBuilder out = new StringBuilder("\"");
    int slashes = 0;
    for (char c : word.toCharArray()) {
      if (c == '\\') {
        slashes++;
      } else if (c == '"') {
        out.append("\\".repeat(slashes + 1));
        slashes = 0;
      } else {
        slashes = 0;
      }
      out.append(c);
    }
    return out.append("\\".repeat(slashes)).append('"').toString();
  }

  @Test
  void longLinesOfOneKindAreAnswered() {
    for (String piece :
        List.of(
            "a",
            " ",
            "\"",
            "\\",
            "' ",
            "--s3-secret-access-key=x ",
            "pass=",
            "sh -c '",
            "cmd /c ",
            "//",
            "://a",
            "%a",
            ":s3,",
            "--include={{(a*)*}} ",
            "copy ",
            "a;",
            "{\"a\":",
            "-",
            "--include ** ",
            "--filter=\"- {a,b}{c,d}\" ",
            "x:@",
            "sudo ",
            "\"pass\":\"")) {
      String line = "rclone copy /d m: " + piece.repeat(32_768 / piece.length());
      for (Os os : Os.values()) {
        assertThat(Rclone.explain(line, os, null, Map.of()).toJson()).isNotEmpty();
      }
    }
  }
}
