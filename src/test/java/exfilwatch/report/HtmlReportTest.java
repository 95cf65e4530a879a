package exfilwatch.report;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import exfilwatch.telemetry.Host;
import exfilwatch.telemetry.HostKey;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HtmlReportTest {

  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir private Path folder;

  @Test
  void runsOnlyItsOwnScriptAndStyle() throws Exception {
    String page = page(Alerts.many(3), Alerts.facts());
    assertThat(page)
        .contains("default-src 'none'")
        .contains("'" + hash(between(page, "<script>", "</script>")) + "'")
        .contains("'" + hash(between(page, "<style>", "</style>")) + "'")
        .doesNotContain("{{")
        .doesNotContainPattern("(?i)<(link|img|iframe|object|base)\\b|\\s(src|on[a-z]+|style)=");
    assertThat(Pattern.compile("https?://[^\\s'\"<]*").matcher(page).results().map(r -> r.group()))
        .as("the only address is the name of SVG")
        .containsOnly("http://www.w3.org/2000/svg");
  }

  @Test
  void theRowsAreByRiskAndEveryRowHasItsDetails() throws Exception {
    String page = page(Alerts.many(120), Alerts.facts());
    JsonNode rows = json(page, "data");
    assertThat(rows).hasSize(120);
    assertThat(rows).extracting(row -> -row.get("score").asInt()).isSorted();
    for (int i = 0; i < 120; i++) {
      JsonNode detail = json(page, "block-" + i / 10).get(i % 10);
      assertThat(detail.at("/exfil/incident/id")).isEqualTo(rows.get(i).get("id"));
    }
  }

  @Test
  void anIncidentIsShownAtItsLastStage() throws Exception {
    ObjectNode started = Alerts.alert(9);
    started.withObject("/exfil").put("stage", "started");
    ObjectNode again = Alerts.alert(9);
    again.put("message", "closed again");
    ObjectNode correlated = Alerts.alert(9);
    correlated.withObject("/exfil").put("stage", "correlated");
    String page = page(List.of(started, Alerts.alert(9), again, correlated), Alerts.facts());
    assertThat(json(page, "data")).hasSize(1);
    assertThat(json(page, "block-0").get(0).get("message").asText()).isEqualTo("closed again");
  }

  @Test
  void aHuntWithoutIncidentsSaysSo() throws Exception {
    String page = page(List.of(), Alerts.facts());
    assertThat(page)
        .contains("Nothing that looks like rclone moving data was found in 45 events of")
        .contains("No host has an incident.");
    assertThat(json(page, "data")).isEmpty();
  }

  @Test
  void aHuntThatCouldReadNothingProvesNothing() throws Exception {
    HuntFacts nothing =
        new HuntFacts(
            Instant.EPOCH,
            List.of("x"),
            Map.of(),
            Map.of(),
            Map.of("not_json", 1L),
            List.of(),
            Map.of(),
            Map.of(),
            0);
    assertThat(page(List.of(), nothing))
        .contains("so this proves nothing")
        .contains("1 record could not be read");
  }

  @Test
  void tellsWhatEachHostDidNotSend() throws Exception {
    HostTelemetry full = new HostTelemetry();
    HostTelemetry noNetwork = new HostTelemetry();
    for (int hour : new int[] {8, 9, 14, 15}) {
      long time = Instant.parse("2026-03-04T00:30:00Z").plusSeconds(3600L * hour).toEpochMilli();
      noNetwork.start(time);
      noNetwork.end(time);
      full.start(time);
      full.end(time);
      full.connection(time);
      full.name(time);
    }
    HuntFacts plain = Alerts.facts();
    HuntFacts facts =
        new HuntFacts(
            plain.created(),
            plain.inputs(),
            plain.events(),
            plain.skipped(),
            plain.deadLetters(),
            plain.unread(),
            plain.excepted(),
            Map.of(key("WS-1.corp.example"), noNetwork, key("ws-2"), full),
            0);
    List<ObjectNode> alerts = new ArrayList<>();
    alerts.add(Alerts.alert("a", 50, 1, "ws-1", "u", "x"));
    alerts.add(Alerts.alert("b", 50, 2, "WS-2.corp.example", "u", "x"));
    alerts.add(Alerts.alert("c", 50, 3, "ws-3", "u", "x"));
    String page = page(alerts, facts);
    String hosts = between(page, "<section id=\"hosts\"", "</section>");
    assertThat(hosts)
        .containsSubsequence(
            "<bdi>ws-1</bdi>",
            "4 h from 2026-03-04 10:00",
            "connections, name queries",
            "<bdi>WS-2.corp.example</bdi>",
            "<td class=\"missing\"></td>",
            "<bdi>ws-3</bdi>",
            "not counted")
        .contains("1 of 3 hosts with incidents sent no telemetry of some kind");
    assertThat(json(page, "block-0").findValues("telemetry"))
        .anySatisfy(telemetry -> assertThat(telemetry.get("connections").asLong()).isZero());
  }

  @Test
  void tellsWhatWasSilencedAndWhatCouldNotBeRead() throws Exception {
    String page = page(Alerts.many(30), Alerts.facts("in", "Nightly <backup>", "a&b.ndjson"));
    assertThat(between(page, "<section id=\"silenced\"", "</section>"))
        .contains("6 incidents like others are not listed")
        .contains("Nightly &lt;backup&gt;")
        .contains(">12<");
    assertThat(between(page, "<section id=\"unread\"", "</section>"))
        .contains("3 records could not be read; 7 are of kinds")
        .contains("a&amp;b.ndjson")
        .contains("at byte 17");
  }

  @Test
  void queriesMayBeLeftToTheAlert() {
    ObjectNode alert = Alerts.alert(3);
    ObjectNode guide = alert.withObject("/exfil/guide").put("markdown", "# all of it");
    guide.putArray("questions").addObject().put("question", "Who?").putObject("query");
    assertThat(IncidentDetail.of(alert, null, true).at("/exfil/guide"))
        .hasToString("{\"questions\":[{\"question\":\"Who?\",\"query\":{}}]}");
    assertThat(IncidentDetail.of(alert, null, false).at("/exfil/guide"))
        .hasToString("{\"questions\":[{\"question\":\"Who?\"}],\"queries_left_out\":true}");
    assertThat(guide.has("markdown")).isTrue();
  }

  @Test
  void aRemoteThatNobodyKnowsIsToldByWhereItLed() {
    ObjectNode alert = Alerts.alert(3);
    alert.withObject("/exfil").putObject("destination").put("remote", "rem1").put("path", "x");
    alert.putObject("destination").put("address", "203.0.113.7");
    assertThat(IncidentRow.of(alert).destination()).isEqualTo("rem1 · 203.0.113.7");
  }

  private static Long key(String host) {
    return HostKey.hash(new Host(host, null, null));
  }

  private String page(List<ObjectNode> alerts, HuntFacts facts) throws Exception {
    return Files.readString(Alerts.report(folder, "report", alerts, facts));
  }

  private static JsonNode json(String page, String id) throws Exception {
    return JSON.readTree(
        between(page, "id=\"" + id + "\"", "</script>").replaceFirst("^[^>]*>", ""));
  }

  private static String between(String text, String from, String to) {
    Matcher matcher =
        Pattern.compile(Pattern.quote(from) + "(.*?)" + Pattern.quote(to), Pattern.DOTALL)
            .matcher(text);
    assertThat(matcher.find()).as(from).isTrue();
    return matcher.group(1);
  }

  private static String hash(String text) throws Exception {
    byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(UTF_8));
    return "sha256-" + Base64.getEncoder().encodeToString(digest);
  }
}
