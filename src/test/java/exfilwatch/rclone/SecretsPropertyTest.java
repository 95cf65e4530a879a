package exfilwatch.rclone;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** A secret that is planted where rclone takes one comes out nowhere. */
class SecretsPropertyTest {

  /** {@code %s} is the secret. */
  private static final List<String> PLACES =
      List.of(
          "copy C:\\d :mega,user=u@example.test,pass=%s:x",
          "copy /d :s3,provider=AWS,access_key_id=AKIA,secret_access_key='%s',session_token=%s:b",
          "copy /d :b2,account=0001,key=%s:b/c",
          "copy /d \":crypt,remote=':mega,user=u,pass=%s:e',password=%s:x\"",
          "copy /d :webdav,url='https://u:%s@dav.example.com/',user=u:x",
          "copy /d :webdav,url=https://u:%s@dav.example.com:x",
          "copy /d :crypt,remote=mega:enc,password=%s:loot",
          "copy /d :azureblob,sas_url='https://a.blob.core.windows.net/c?sig=%s':c",
          "copy /d :azureblob,connection_string='AccountName=a;AccountKey=%s;Foo=%s':c",
          "copy /d u: --union-upstreams \"a: :mega,user=u,pass=%s:y\"",
          "copy /d m: --mega-user u --mega-pass %s",
          "copy /d m: --mega-pass=%s --transfers 8",
          "--s3-secret-access-key %s copy /d s:b",
          "copy /d m: --header \"Authorization: Bearer %s\"",
          "copy /d m: --header-upload=Cookie:%s",
          "copy /d m: --http-proxy http://u:%s@proxy.example:8080",
          "copy /d m: --password-command \"echo %s\"",
          "copy /d m: --rc --rc-user u --rc-pass %s",
          "copy --transfers --mega-pass %s /d m:",
          "copy --nosuch --mega-pass %s /d m:",
          "config create m mega user u pass %s",
          "config create m mega user=u pass=%s --obscure",
          "config create s s3 provider AWS access_key_id A secret_access_key %s",
          "config create d drive token {\\\"access_token\\\":\\\"%s\\\"}",
          "config update m pass %s",
          "config password m pass %s",
          "obscure %s",
          "reveal %s",
          "authorize drive client.example %s",
          "rc sync/copy srcFs=/d dstFs=:mega,user=u,pass=%s:x",
          "rc core/obscure clear=%s",
          "rc --pass %s --user u sync/copy",
          "rc config/create --json"
              + " {\\\"name\\\":\\\"m\\\",\\\"parameters\\\":{\\\"pass\\\":\\\"%s\\\"}}",
          "serve s3 --auth-key AKIA,%s /d",
          "serve http --user u --pass %s /d",
          "backend set m: -o client_secret=%s",
          "mount m: /mnt -o pass=%s",
          "copy /d m: --sftp-ssh \"sshpass -p %s ssh u@h\"",
          "copy /d :drive,token='{\"access_token\":\"%s\"}':x",
          "copy /d d: --drive-token {\"access_token\": \"%s\"} -P",
          "copy /d :sftp,host=h,user=u,key_pem='%s':x");

  private static final List<String> WRAPPERS =
      List.of(
          "rclone %s",
          "svchost.exe %s",
          "sudo -u svc env RCLONE_TRANSFERS=4 nohup rclone %s",
          "cmd.exe /c \"cd /d C:\\t && rclone %s\"",
          "cmd /c rclone %s > C:\\t\\log 2>&1",
          "start /b rclone.exe %s",
          "docker run --rm rclone/rclone %s",
          "C:\\Program Files\\rclone\\rclone.exe %s",
          "env RCLONE_CONFIG_M_PASS=hunter2hunter2 rclone %s");

  @Provide
  Arbitrary<String> secrets() {
    return Arbitraries.strings()
        .withCharRange('a', 'z')
        .withCharRange('A', 'Z')
        .withCharRange('0', '9')
        .withChars("_-+/.!$~")
        .ofMinLength(8)
        .ofMaxLength(40)
        .map(text -> "Zq" + text + "9x");
  }

  @Property(tries = 3000)
  void noPlantedSecretSurvives(
      @ForAll("secrets") String secret, @ForAll int place, @ForAll int wrapper) {
    String arguments = PLACES.get(Math.floorMod(place, PLACES.size())).replace("%s", secret);
    String line = WRAPPERS.get(Math.floorMod(wrapper, WRAPPERS.size())).replace("%s", arguments);
    assertClean(line, secret);
  }

  @Property(tries = 500)
  void noPlantedSecretSurvivesWithinShellStrings(
      @ForAll("secrets") String secret, @ForAll int place) {
    String arguments = PLACES.get(Math.floorMod(place, PLACES.size())).replace("%s", secret);
    if (!arguments.contains("'") && !arguments.contains("\\\"")) {
      assertClean("sh -c 'cd /tmp; ./rclone " + arguments + "'", secret);
      assertClean("powershell -Command '& rclone " + arguments + "'", secret);
      byte[] script = ("rclone " + arguments).getBytes(StandardCharsets.UTF_16LE);
      String encoded = Base64.getEncoder().encodeToString(script);
      assertClean("powershell.exe -NoP -enc " + encoded, secret);
      assertThat(Redactor.redact("powershell.exe -NoP -enc " + encoded)).doesNotContain(encoded);
    }
  }

  @Property(tries = 1000)
  void noSecretOfArgumentsSurvives(@ForAll("secrets") String secret, @ForAll int place) {
    String arguments = PLACES.get(Math.floorMod(place, PLACES.size())).replace("%s", secret);
    List<String> args = new ArrayList<>(List.of("/usr/bin/x"));
    args.addAll(ArgvSplitter.windows(arguments));
    Explanation explanation = Rclone.explain("", Os.POSIX, args, Map.of());
    assertThat(everything(explanation)).doesNotContain(secret);
    assertThat(Redactor.redact(args, Os.POSIX).toString()).doesNotContain(secret);
  }

  @Property(tries = 1000)
  void noSecretOfTheEnvironmentSurvives(@ForAll("secrets") String secret) {
    Map<String, String> environment =
        Combinators.combine(Arbitraries.just("mega"), Arbitraries.just(secret))
            .as(
                (type, value) ->
                    Map.of(
                        "RCLONE_CONFIG_M_TYPE", type,
                        "RCLONE_CONFIG_M_PASS", value,
                        "RCLONE_S3_SECRET_ACCESS_KEY", value,
                        "RCLONE_CONFIG_PASS", value))
            .sample();
    Explanation explanation =
        Rclone.explain("rclone copy /d m:" + secret, Os.POSIX, null, environment);
    assertThat(explanation.invocation()).isNotNull();
    assertThat(explanation.invocation().destination().backend()).isEqualTo("mega");
    assertThat(everything(explanation)).doesNotContain(secret);
  }

  private static void assertClean(String line, String secret) {
    for (Os os : new Os[] {Os.WINDOWS, Os.POSIX}) {
      Explanation explanation = Rclone.explain(line, os, null, Map.of());
      assertThat(everything(explanation)).as(line).doesNotContain(secret);
      assertThat(Redactor.redact(line, os)).as(line).doesNotContain(secret);
    }
    assertThat(Redactor.redact(line)).as(line).doesNotContain(secret);
  }

  static String everything(Explanation explanation) {
    return explanation.toJson()
        + explanation.toText()
        + explanation.commandLine()
        + explanation.argv()
        + (explanation.invocation() == null
            ? ""
            : "" + explanation.invocation().source() + explanation.invocation().destination());
  }
}
