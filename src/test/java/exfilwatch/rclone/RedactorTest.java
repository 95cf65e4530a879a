package exfilwatch.rclone;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RedactorTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '!',
      quoteCharacter = '~',
      value = {
        "curl -u bob:s3cretpw https://h.example/x ! curl -u bob:[REDACTED] https://h.example/x",
        "curl https://bob:s3cretpw@h.example/ ! curl https://bob:[REDACTED]@h.example/",
        "mysql -ps3cretpw -u root ! mysql -p[REDACTED] -u root",
        "psexec \\\\h -u a -p s3cretpw cmd ! psexec \\\\h -u a -p [REDACTED] cmd",
        "net use Z: \\\\h\\s s3cretpw /user:bob ! net use Z: \\\\h\\s [REDACTED] /user:bob",
        "app --password s3cretpw --user bob ! app --password [REDACTED] --user bob",
        "app --api-key=s3cretpw run ! app --api-key=[REDACTED] run",
        "app /password:s3cretpw /x ! app /password:[REDACTED] /x",
        "azcopy copy C:\\d https://a.blob.core.windows.net/c?sv=1&sig=s3cretpw"
            + " ! azcopy copy C:\\d https://a.blob.core.windows.net/c?sv=1&sig=[REDACTED]",
        "AWS_SECRET_ACCESS_KEY=s3cretpw aws s3 ls ! AWS_SECRET_ACCESS_KEY=[REDACTED] aws s3 ls",
        "mc alias set m https://h.example AKID s3cretpw"
            + " ! mc alias set m https://h.example AKID [REDACTED]",
        "mega-login u@example.test s3cretpw ! mega-login u@example.test [REDACTED]",
        "git clone https://h.example/a b --depth 1 ! git clone https://h.example/a b --depth 1",
        "svchost.exe -k netsvcs -p -s Schedule ! svchost.exe -k netsvcs -p -s Schedule",
        "x --key-id AKID --token-url https://h.example ! x --key-id AKID --token-url"
            + " https://h.example",
        "rclone lsd b2: --b2-account 0001 --b2-key s3cretpw"
            + " ! rclone lsd b2: --b2-account 0001 --b2-key [REDACTED]",
        "rclone copy a :cloudinary,api_key=123456789,api_secret=s3cretpw:x"
            + " ! rclone copy a :cloudinary,api_key=123456789,api_secret=[REDACTED]:x",
      })
  void takesOnlySecretsAway(String line, String redacted) {
    assertThat(Redactor.redact(line)).isEqualTo(redacted);
  }
}
