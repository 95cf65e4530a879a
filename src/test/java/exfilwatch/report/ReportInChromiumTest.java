package exfilwatch.report;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The page as a reader has it before them. */
class ReportInChromiumTest {

  /** Where pictures of the page are left for a person to look at. */
  private static final Path PICTURES = Path.of("target", "report");

  private static final String FIRST_HOST =
      "document.querySelector('#rows tr.incident .host').textContent";

  private static final String ROWS = "document.querySelectorAll('#rows tr.incident').length";

  @TempDir private static Path folder;

  private static Chromium chromium;
  private static Path few;

  @BeforeAll
  static void start() throws Exception {
    assumeTrue(
        Files.isExecutable(Chromium.BINARY),
        "no " + Chromium.BINARY + ": install Debian's chromium to test the report in a browser");
    chromium = new Chromium();
    few = Alerts.report(folder, "few", Alerts.many(250), Alerts.facts());
    Files.createDirectories(PICTURES);
  }

  @AfterAll
  static void stop() throws Exception {
    if (chromium != null) {
      chromium.close();
    }
  }

  @BeforeEach
  void window() throws Exception {
    chromium.show(1280, 900, "light");
  }

  @Test
  void opensFromTheDiskWithoutAnyRequestOrComplaint() throws Exception {
    chromium.open(few, "");
    assertThat(chromium.requests()).containsExactly(few.toUri().toString());
    assertThat(chromium.complaints()).isEmpty();
    assertThat(chromium.run(ROWS).asInt()).isEqualTo(100);
    assertThat(chromium.text("document.getElementById('status').textContent"))
        .isEqualTo("250 incidents");
    assertThat(chromium.text("document.querySelector('#column-risk').ariaSort"))
        .isEqualTo("descending");
  }

  @Test
  void whatTelemetrySaysStaysText() throws Exception {
    List<ObjectNode> alerts = new ArrayList<>();
    List<String> hostile =
        List.of(
            "<script>window.hit=1</script>",
            "\"><img src=x onerror=window.hit=1>",
            "</script><script>window.hit=1</script>",
            "<!--<script>",
            "javascript:window.hit=1",
            "${window.hit=1}{{7*7}}",
            "'-window.hit-'",
            "a\u202Egnp.exe\u0000\u2028b",
            "</style></title><svg onload=window.hit=1>");
    for (int i = 0; i < hostile.size(); i++) {
      String text = hostile.get(i);
      ObjectNode alert = Alerts.alert("hostile" + i, 90, i + 1, text, text, text);
      alert.withObject("/process").put("name", text).put("executable", text);
      alert.withObject("/process/parent").put("name", text).put("command_line", text);
      alert.withObject("/exfil/source").put("path", text);
      alert.withObject("/exfil/destination").put("bucket", text).put(text, text);
      alert.withObject("/exfil/guide").put(text, text).putArray("steps").add(text);
      alert.withArray("/exfil/timeline").forEach(e -> ((ObjectNode) e).put("name", text));
      alert.withArray("/exfil/timeline").forEach(e -> ((ObjectNode) e).put("domain", text));
      alerts.add(alert);
    }
    HuntFacts facts = Alerts.facts(hostile.get(0), hostile.get(1), hostile.get(2));
    Path page = Alerts.report(folder, "hostile", alerts, facts);
    chromium.open(page, "");
    chromium.run("document.getElementById('expand').click()");
    assertThat(chromium.run("document.querySelectorAll('.detail').length").asInt())
        .isEqualTo(hostile.size());
    assertThat(chromium.run("document.querySelectorAll('img, a[href^=j], main script').length"))
        .hasToString("0");
    assertThat(chromium.run("document.scripts.length").asInt()).isEqualTo(3);
    assertThat(chromium.run("typeof window.hit").asText()).isEqualTo("undefined");
    assertThat(chromium.complaints()).isEmpty();
    assertThat(chromium.requests()).hasSize(1);
    List<String> hosts = new ArrayList<>();
    JsonNode shown =
        chromium.run(
            "[...document.querySelectorAll('#rows tr.incident .host')].map(e => e.textContent)");
    shown.forEach(host -> hosts.add(host.asText()));
    List<String> expected = new ArrayList<>(hostile);
    expected.set(7, "a[U+202E]gnp.exe[U+0000][U+2028]b");
    assertThat(hosts).containsExactlyInAnyOrderElementsOf(expected);
    chromium.show(1280, 900, "light");
    chromium.screenshot(PICTURES.resolve("hostile.png"));
  }

  @Test
  void filtersByWordsSeverityAndConnection() throws Exception {
    chromium.open(few, "");
    type("query", "WS-17 user17");
    assertThat(chromium.run(ROWS).asInt()).isEqualTo(1);
    assertThat(chromium.text("document.getElementById('status').textContent"))
        .isEqualTo("1 of 250 incidents");
    type("query", "no such thing");
    assertThat(chromium.run(ROWS).asInt()).isZero();
    type("query", "");
    chromium.run("document.querySelector('#severities input[value=critical]').click()");
    chromium.run("document.getElementById('connected').click()");
    assertThat(
            chromium
                .run(
                    "[...document.querySelectorAll('#rows tr.incident')].every(r =>"
                        + " r.matches('.critical') && !r.textContent.includes('none seen'))")
                .asBoolean())
        .isTrue();
    assertThat(chromium.run(ROWS).asInt()).isPositive().isLessThan(100);
  }

  private static void type(String id, String text) throws Exception {
    chromium.run(
        "{ const f = document.getElementById('%s'); f.value = '%s'; f.dispatchEvent(new Event('input')); }"
            .formatted(id, text));
  }

  @Test
  void sortsByEveryColumnBothWays() throws Exception {
    chromium.open(few, "");
    chromium.run("document.querySelector('#column-host button').click()");
    assertThat(chromium.text(FIRST_HOST)).isEqualTo("ws-0");
    chromium.run("document.querySelector('#column-host button').click()");
    assertThat(chromium.text(FIRST_HOST)).isEqualTo("ws-99");
    assertThat(chromium.text("document.querySelector('#column-host').ariaSort"))
        .isEqualTo("descending");
    assertThat(chromium.run("document.querySelectorAll('#columns [aria-sort]').length").asInt())
        .isEqualTo(1);
    for (String column :
        new String[] {"risk", "start", "user", "program", "taken", "destination", "connections"}) {
      chromium.run("document.querySelector('#column-" + column + " button').click()");
      assertThat(chromium.text("document.querySelector('#column-" + column + "').ariaSort"))
          .isIn("ascending", "descending");
    }
    assertThat(chromium.complaints()).isEmpty();
  }

  @Test
  void theAddressBringsBackWhatIsShown() throws Exception {
    chromium.open(few, "#severity=high&sort=start&open=id-60");
    assertThat(chromium.text(FIRST_HOST)).isEqualTo("ws-48");
    assertThat(chromium.text("document.querySelector('.detail h3').textContent"))
        .isEqualTo("x.exe of user60 on ws-60 ended after 15 min.");
    chromium.run("document.querySelector('#column-host button').click()");
    assertThat(chromium.text("location.hash")).isEqualTo("#severity=high&sort=host&open=id-60");
    chromium.open(few, "#q=%E0&sort=nonsense&page=-3&open=<script>");
    assertThat(chromium.complaints()).isEmpty();
    assertThat(chromium.run("document.querySelectorAll('.detail').length").asInt()).isZero();
  }

  @Test
  void tellsAnIncidentByPictureTextAndTree() throws Exception {
    chromium.open(few, "#open=id-99");
    String detail = chromium.text("document.querySelector('.detail').textContent");
    assertThat(detail)
        .contains("ended after 15 min")
        .contains("Who started it?")
        .contains("+14")
        .contains("it is renamed")
        .contains("EXAMPLEKEY99")
        .contains("cmd.exe pid 77 (parent)")
        .contains("asked for s3.example.com and was told 203.0.113.99");
    assertThat(chromium.text("document.querySelector('svg.timeline').getAttribute('role')"))
        .isEqualTo("img");
    assertThat(chromium.text("document.querySelector('svg.timeline desc').textContent"))
        .startsWith("1 process, 1 name asked for, 1 destination connected to, 1 end");
    assertThat(chromium.run("document.querySelectorAll('.detail .tree .tree li').length").asInt())
        .isEqualTo(1);
  }

  @Test
  void aGuideIsText() throws Exception {
    ObjectNode alert = Alerts.alert(99);
    ObjectNode guide = alert.withObject("/exfil").putObject("guide");
    guide.putArray("response").add("Block `` a`<b>.example `` at the proxy, *not* `x");
    ObjectNode question = guide.putArray("questions").addObject();
    question.put("question", "Who?").put("open", true);
    question.putObject("query").put("esql", "FROM logs-*\n| WHERE host.name == \"<b>\"");
    guide.putArray("collect").add("C:\\x.conf");
    Path page = Alerts.report(folder, "guide", List.of(alert), Alerts.facts());
    chromium.open(page, "#open=id-99");
    String shown =
        chromium.text(
            "[...document.querySelectorAll('.part')].find(p =>"
                + " p.textContent.startsWith('Investigation')).textContent");
    assertThat(shown)
        .contains("Block a`<b>.example at the proxy, *not* `x")
        .contains("Who? open")
        .contains("ES|QLFROM logs-*\n| WHERE host.name == \"<b>\"")
        .contains("C:\\x.conf");
  }

  @Test
  void everythingIsReachedByTheKeyboard() throws Exception {
    chromium.open(few, "");
    List<String> reached = new ArrayList<>();
    for (int i = 0; i < 24; i++) {
      chromium.press("Tab");
      reached.add(
          chromium.text(
              "(e => e.id || e.value || e.getAttribute('aria-label') || e.textContent)"
                  + "(document.activeElement)"));
    }
    assertThat(reached)
        .containsSubsequence(
            "Skip to the incidents",
            "How to read this",
            "query",
            "critical",
            "connected",
            "expand",
            "Risk",
            "Connections",
            "Details: critical, x.exe on ws-100");
    chromium.press("Enter");
    assertThat(chromium.text("document.activeElement.getAttribute('aria-expanded')"))
        .isIn("true", "false");
    assertThat(chromium.run("document.querySelectorAll('.detail').length").asInt()).isEqualTo(1);
    chromium.press(" ");
    assertThat(chromium.run("document.querySelectorAll('.detail').length").asInt()).isZero();
  }

  @Test
  void everyControlHasANameAndEveryTextContrast() throws Exception {
    for (String colours : new String[] {"light", "dark"}) {
      chromium.show(1280, 900, colours);
      chromium.open(few, "#open=id-99,id-150");
      chromium.run("document.querySelectorAll('details').forEach(d => { d.open = true; })");
      assertThat(chromium.run(contrast())).as(colours).isEmpty();
      chromium.screenshot(PICTURES.resolve(colours + ".png"));
    }
    assertThat(
            chromium.run(
                "[...document.querySelectorAll('button, input')].filter(e => !(e.textContent ||"
                    + " e.getAttribute('aria-label') || e.labels?.length)).length"))
        .hasToString("0");
    assertThat(
            chromium.run(
                "[...document.querySelectorAll('h1,h2,h3,h4')].map(h => +h.tagName[1])"
                    + ".every((h, i, all) => i === 0 || h <= all[i - 1] + 1)"))
        .hasToString("true");
  }

  private static String contrast() throws Exception {
    return Files.readString(Path.of("src/test/resources/exfilwatch/report/contrast.js"));
  }

  @Test
  void aNarrowWindowNeedsNoSidewaysScrolling() throws Exception {
    chromium.show(390, 844, "light");
    chromium.open(few, "#open=id-99");
    assertThat(chromium.run("document.documentElement.scrollWidth - window.innerWidth").asInt())
        .isLessThanOrEqualTo(0);
    chromium.screenshot(PICTURES.resolve("narrow.png"));
  }

  @Test
  void printingOpensWhatIsShown() throws Exception {
    Path page = Alerts.report(folder, "print", Alerts.many(12), Alerts.facts());
    chromium.open(page, "");
    byte[] all = chromium.pdf();
    Files.write(PICTURES.resolve("print.pdf"), all);
    assertThat(chromium.run("document.querySelectorAll('.detail').length").asInt()).isZero();
    chromium.open(page, "#open=id-9");
    byte[] one = chromium.pdf();
    assertThat(pages(all)).isGreaterThan(pages(one)).isGreaterThan(5);
  }

  private static long pages(byte[] pdf) {
    String text = new String(pdf, ISO_8859_1);
    return Pattern.compile("/Type\\s*/Page\\b").matcher(text).results().count();
  }

  @Test
  void showsTenThousandIncidents() throws Exception {
    Path page = Alerts.report(folder, "many", Alerts.many(10_000), Alerts.facts());
    chromium.open(page, "");
    chromium.await("performance.getEntriesByName('first-contentful-paint').length > 0");
    System.out.printf(
        "10,000 incidents, %,d bytes: first paint after %s ms, read after %s ms%n",
        Files.size(page),
        chromium.text(
            "Math.round(performance.getEntriesByName('first-contentful-paint')[0].startTime)"),
        chromium.text(
            "Math.round(performance.getEntriesByType('navigation')[0].domContentLoadedEventEnd)"));
    assertThat(chromium.text("document.getElementById('status').textContent"))
        .isEqualTo("10,000 incidents");
    assertThat(chromium.text("document.getElementById('page').textContent"))
        .isEqualTo("Page 1 of 100");
    chromium.screenshot(PICTURES.resolve("many.png"));
    for (int i = 0; i < 3; i++) {
      chromium.run("document.getElementById('next').click()");
    }
    assertThat(chromium.text("document.getElementById('page').textContent"))
        .isEqualTo("Page 4 of 100");
    type("query", "ws-399");
    assertThat(chromium.run(ROWS).asInt()).isEqualTo(25);
    chromium.run("document.querySelector('#rows .toggle').click()");
    assertThat(chromium.text("document.querySelector('.detail h3').textContent"))
        .contains("on ws-399 ");
  }

  @Test
  void withoutJavaScriptThereIsATable() throws Exception {
    chromium.scripts(false);
    try {
      chromium.open(few, "");
      assertThat(chromium.run("document.getElementById('list').hidden").asBoolean()).isTrue();
      assertThat(chromium.run("document.querySelectorAll('noscript tbody tr').length").asInt())
          .isEqualTo(250);
      assertThat(chromium.text("document.querySelector('noscript').textContent"))
          .contains("JavaScript is off")
          .contains("on ws-100 ended after");
    } finally {
      chromium.scripts(true);
    }
  }
}
