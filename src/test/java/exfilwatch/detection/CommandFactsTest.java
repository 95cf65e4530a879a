package exfilwatch.detection;

import static exfilwatch.detection.ExceptionFiles.content;
import static exfilwatch.detection.ExceptionFiles.exception;
import static org.assertj.core.api.Assertions.assertThat;

import exfilwatch.telemetry.Event;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Every field of the command line, as exceptions ask for it. */
class CommandFactsTest {

  /** Field, arguments, value. */
  private static final String TABLE =
      """
      exfil.command                    ~ copy C:\\x nas:y                             ~ copy
      exfil.rc_command                 ~ rc sync/copy srcFs=C:\\x dstFs=nas:y         ~ sync/copy
      exfil.purpose                    ~ mount nas: X:                                ~ capability
      exfil.direction                  ~ copy C:\\x nas:y                             ~ upload
      exfil.dry_run                    ~ copy C:\\x nas:y --dry-run                   ~ 'true'
      exfil.config_path                ~ copy C:\\x nas:y --config C:\\a.conf         ~ C:\\a.conf
      exfil.hiding                     ~ copy C:\\x nas:y --no-console                ~ no_console
      exfil.targeted.categories        ~ copy C:\\x nas:y --include *.pst             ~ mail
      exfil.targeted.extensions        ~ copy C:\\x nas:y --include *.pst             ~ pst
      exfil.source.kind                ~ copy \\\\fs\\hr\\a nas:y                     ~ unc_path
      exfil.source.path                ~ copy C:\\x nas:y                             ~ C:\\x
      exfil.source.host                ~ copy \\\\fs\\hr\\a nas:y                     ~ fs
      exfil.source.share               ~ copy \\\\fs\\hr\\a nas:y                     ~ hr
      exfil.source.remote              ~ copy nas:y mega:z                            ~ nas
      exfil.source.backend             ~ copy :sftp,host=a:y mega:z                   ~ sftp
      exfil.destination.kind           ~ copy C:\\x nas:y                             ~ remote
      exfil.destination.remote         ~ copy C:\\x nas:y                             ~ nas
      exfil.destination.wrapper        ~ copy C:\\x :crypt,remote=nas,password=p:y    ~ crypt
      exfil.destination.backend        ~ copy C:\\x :sftp,host=a:y                    ~ sftp
      exfil.destination.provider       ~ copy C:\\x :s3,provider=Wasabi:b/y           ~ Wasabi
      exfil.destination.bucket         ~ copy C:\\x :s3,provider=Wasabi:b/y           ~ b
      exfil.destination.path           ~ copy C:\\x nas:y/z                           ~ y/z
      exfil.destination.endpoint       ~ copy C:\\x :s3,endpoint=s3.example.com:b/y   ~ s3.example.com
      exfil.destination.account        ~ copy C:\\x :mega,user=a@example.com:y        ~ a@example.com
      exfil.destination.access_key_id  ~ copy C:\\x :s3,access_key_id=K:b             ~ K
      exfil.destination.user           ~ copy C:\\x :sftp,host=h,user=u:y             ~ u
      exfil.destination.email          ~ copy C:\\x :internxt,email=a@example.com:y         ~ a@example.com
      exfil.destination.account_id     ~ copy C:\\x :s3,endpoint=acc.r2.cloudflarestorage.com:b ~ acc
      exfil.destination.project_id     ~ copy C:\\x :gcs:b --gcs-service-account-credentials {\\"project_id\\":\\"p1\\"} ~ p1
      exfil.destination.redirected_by  ~ copy C:\\x nas:y --s3-endpoint h.example.com ~ endpoint
      """;

  @TempDir private Path folder;

  static Stream<Arguments> fields() {
    return TABLE
        .lines()
        .map(line -> Arguments.of(Arrays.stream(line.split("~")).map(String::strip).toArray()));
  }

  @ParameterizedTest
  @MethodSource("fields")
  void silencesByEach(String field, String arguments, String value) throws Exception {
    Event start = Events.windows("rclone.exe " + arguments).start();
    assertThat(isSilenced(start, field, value)).isTrue();
    assertThat(isSilenced(start, field, "other")).isFalse();
  }

  private boolean isSilenced(Event start, String field, String value) throws Exception {
    String exception = exception("E", field + ": " + value + "\nuser.name: ann");
    Judgement judgement = content(folder, exception).compile().judge(start);
    return judgement.suspicion() == null;
  }

  @Test
  void theTableHasThemAll() {
    Set<String> fields =
        fields().map(row -> (String) row.get()[0]).collect(Collectors.toCollection(TreeSet::new));
    assertThat(fields).isEqualTo(new TreeSet<>(CommandFacts.names()));
  }
}
