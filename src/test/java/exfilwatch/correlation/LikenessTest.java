package exfilwatch.correlation;

import static org.assertj.core.api.Assertions.assertThat;

import exfilwatch.detection.RuleHit;
import exfilwatch.telemetry.Event;
import exfilwatch.telemetry.EventKind;
import exfilwatch.telemetry.Host;
import exfilwatch.telemetry.ProcessInfo;
import exfilwatch.telemetry.User;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Alike are incidents of one rule, host, user, executable and destination. */
class LikenessTest {

  private static final String LINE =
      "rclone copy C:\\a :s3,access_key_id=K,secret_access_key=s:b/x";

  private static String likeness(
      String rule, String host, String user, String executable, String commandLine) {
    Event start =
        new Event(
            EventKind.PROCESS_START,
            "sysmon",
            null,
            Cases.T0,
            new Host(host, null, "windows"),
            new ProcessInfo(
                "p", 1, 0, "rclone.exe", executable, commandLine, null, null, null, null, null),
            null,
            new User(user, "CORP", null),
            null,
            null);
    return Likeness.of(start, new RuleHit(rule, "Rule", "medium", 47, Map.of()));
  }

  private static String changed(String part, String value) {
    return likeness(
        part.equals("rule") ? value : "r1",
        part.equals("host") ? value : "WS-7",
        part.equals("user") ? value : "ann",
        part.equals("executable") ? value : "C:\\rclone.exe",
        part.equals("command line") ? value : LINE);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '~',
      value = {
        "rule ~ r2 ~ false",
        "host ~ WS-8 ~ false",
        "host ~ ws-7.corp.example.com ~ true",
        "user ~ bob ~ false",
        "user ~ ANN ~ true",
        "executable ~ C:\\other.exe ~ false",
        "executable ~ c:\\RCLONE.EXE ~ true",
        "command line ~ rclone copy C:\\a :s3,access_key_id=L,secret_access_key=s:b/x ~ false",
        "command line ~ rclone copy C:\\a :s3,access_key_id=K,secret_access_key=s:c/x ~ false",
        "command line ~ rclone copy C:\\a mega:b/x ~ false",
        "command line ~ rclone copy C:\\a :s3,access_key_id=K,secret_access_key=s:b/y ~ true",
        "command line ~ rclone copy C:\\a :s3,access_key_id=K,secret_access_key=t:b/x ~ true",
        "command line ~ rclone copy D:\\z :s3,access_key_id=K,secret_access_key=s:b/x -v ~ true",
      })
  void whatMakesThemAlike(String part, String value, boolean alike) {
    assertThat(changed(part, value).equals(changed("", ""))).isEqualTo(alike);
  }
}
