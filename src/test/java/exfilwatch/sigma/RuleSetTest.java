package exfilwatch.sigma;

import static exfilwatch.sigma.Sigma.problems;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RuleSetTest {
  private static final String FULL =
      """
      title: Everything
      id: 0a1b2c3d-1111-4222-8333-444455556666
      name: everything
      related:
        - {id: 0a1b2c3d-1111-4222-8333-444455556667, type: derived}
      taxonomy: sigma
      status: experimental
      description: What it is for.
      license: MIT
      references: ['https://example.com/a', 'https://example.com/b']
      author: A, B
      date: 2026-11-01
      modified: 2026/11/2
      tags: [attack.exfiltration, attack.t1567.002, cve.2021-1]
      logsource: {category: process_creation, product: windows, definition: none, volume: high}
      detection:
        s: {f: x}
        condition: s
      fields: [CommandLine]
      falsepositives: [Backups]
      level: high
      scope: [server]
      exfilwatch: {risk_score: 47, questions: [Who?]}
      """;

  private static String named(String name, String category, String detection) {
    return "title: %s\nname: %s\nlogsource: {category: %s}\ndetection:\n  s: %s\n  condition: s\n"
        .formatted(name, name, category, detection);
  }

  private static final String START = named("start", "process_creation", "{f: x}");
  private static final String START2 = named("start2", "process_creation", "{f: y}");
  private static final String NETWORK = named("net", "network_connection", "{f: x}");

  private static String correlation(String body) {
    return "title: Both\nname: both\nlevel: high\ncorrelation:\n" + body.indent(2);
  }

  private static final String ORDERED =
      """
      type: temporal_ordered
      rules: [start, net]
      group-by: [host.name, process.entity_id]
      timespan: 10m
      """;

  private static String filter(String body) {
    return "title: Approved\nlogsource: {category: process_creation}\nfilter:\n" + body.indent(2);
  }

  private static boolean matches(RuleSet rules, Map<String, ?> fields) {
    return !rules.evaluate(Category.PROCESS_CREATION, Sigma.document(fields)).isEmpty();
  }

  @Test
  void keepsWhatARuleSaysAboutItself() throws InvalidRulesException {
    Rule rule = Sigma.compile(FULL).rules().get(0);
    assertThat(rule.id()).isEqualTo("0a1b2c3d-1111-4222-8333-444455556666");
    assertThat(rule.name()).isEqualTo("everything");
    assertThat(rule.title()).isEqualTo("Everything");
    assertThat(rule.level()).isEqualTo(Level.HIGH);
    assertThat(rule.status()).isEqualTo(Status.EXPERIMENTAL);
    assertThat(rule.description()).isEqualTo("What it is for.");
    assertThat(rule.author()).isEqualTo("A, B");
    assertThat(rule.references()).containsExactly("https://example.com/a", "https://example.com/b");
    assertThat(rule.tags()).contains("attack.t1567.002").hasSize(3);
    assertThat(rule.falsePositives()).containsExactly("Backups");
    assertThat(rule.logSource()).isEqualTo(new LogSource(Category.PROCESS_CREATION, "windows"));
    assertThat(rule.custom())
        .isEqualTo(Map.of("exfilwatch", Map.of("risk_score", 47L, "questions", List.of("Who?"))));
  }

  @Test
  void onlyTitleLogsourceAndDetectionAreNeeded() throws InvalidRulesException {
    String text =
        "title: T\nlogsource: {category: dns_query}\ndetection: {s: {f: 1}, condition: s}";
    Rule rule = Sigma.compile(text).rules().get(0);
    assertThat(rule.id()).isEqualTo("T");
    assertThat(rule.level()).isEqualTo(Level.MEDIUM);
    assertThat(rule.status()).isNull();
    assertThat(rule.description()).isEmpty();
  }

  @Test
  void aProductIsAnOperatingSystem() throws InvalidRulesException {
    RuleSet rules = Sigma.compile(FULL);
    assertThat(matches(rules, Map.of("f", "x", "host.os.type", "windows"))).isTrue();
    assertThat(matches(rules, Map.of("f", "x", "host.os.type", "linux"))).isFalse();
    assertThat(matches(rules, Map.of("f", "x"))).isFalse();
  }

  @Test
  void rulesSeeOnlyTheirCategory() throws InvalidRulesException {
    RuleSet rules = Sigma.compile(START, START2, NETWORK);
    Document document = Sigma.document(Map.of("f", "x"));
    assertThat(rules.evaluate(Category.PROCESS_CREATION, document))
        .extracting(m -> m.rule().title())
        .containsExactly("start");
    assertThat(rules.evaluate(Category.NETWORK_CONNECTION, document))
        .extracting(m -> m.rule().title())
        .containsExactly("net");
    assertThat(rules.evaluate(Category.DNS_QUERY, document)).isEmpty();
    assertThat(rules.rule("net")).isPresent();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      quoteCharacter = '`',
      value = {
        "title: Everything; ; the key 'title' is missing",
        "title: Everything; title: [a]; title: must be text",
        "title: Everything; tilte: Everything; tilte: unknown key; did you mean 'title'?",
        "id: 0a1b2c3d; id: 0a1b2c3; isn't a UUID",
        "level: high; level: hihg; level: 'hihg' isn't known; did you mean 'high'?",
        "level: high; lvel: high; lvel: unknown key; did you mean 'level'?",
        "status: experimental; status: ok; status: 'ok' isn't known",
        "2026-11-01; yesterday; date: 'yesterday' isn't a date",
        "2026/11/2; 26-11-2; modified: '26-11-2' isn't a date",
        "attack.exfiltration; exfiltration; tags[0]: 'exfiltration' isn't a tag",
        "taxonomy: sigma; taxonomy: mine; taxonomy: 'mine' isn't supported",
        "type: derived; type: drived; related[0].type: unknown; did you mean 'derived'?",
        "6667; 666; related[0].id",
        "category: process_creation; category: file_event; 'file_event' isn't supported; known are"
            + " dns_query, network_connection, process_creation",
        "category: process_creation; category: process_creatoin; did you mean 'process_creation'?",
        "category: process_creation; categry: process_creation; did you mean 'category'?",
        "product: windows; product: zeek; logsource.product: 'zeek' has no telemetry here",
        "product: windows; service: sysmon; logsource.service: a single service can't be selected",
        "f: x; 'f|contain': x; unknown modifier 'contain'",
        "f: x; Unknown: x; have no field 'Unknown'",
        "condition: s; conditoin: s; did you mean 'condition'?",
        "condition: s; other: s; the key 'condition' is missing",
        "condition: s; `condition: s\n  timeframe: 5m`; timeframe: isn't part of a rule",
        "detection:; detections:; detections: unknown key; did you mean 'detection'?",
        "s: {f: x}; s: {}; detection.s: the map is empty",
        "s: {f: x}; s: []; detection.s: the list is empty",
        "s: {f: x}; `s:`; detection.s: null needs a field",
        "level: high; `level: high\nlevel: low`; level: the key is already in line",
        "level: high; `action: global`; action: isn't part of Sigma 2",
      })
  void whatIsWrongIsNamed(String from, String to, String expected) {
    String text = FULL.replace(from, to == null ? "" : to.replace("\\n", "\n"));
    assertThat(text).isNotEqualTo(FULL);
    assertThat(problems(text)).startsWith("a.yml:").contains(expected);
  }

  @Test
  void allProblemsOfAllFilesAreTold() {
    String a = FULL.replace("level: high", "level: x").replace("f: x", "'f|a': x, 'f|b': x");
    String b = "title: [";
    String c =
        """
        title: Neither
        logsource: {category: dns_query}
        ---
        title: Two
        detection: {}
        filter: {}
        """;
    assertThat(problems(a, b, c).split("\n", -1))
        .hasSize(6)
        .satisfiesExactly(
            p -> assertThat(p).contains("a.yml:17", "'Everything' (0a1b2c3d", "detection.s.f|a"),
            p -> assertThat(p).contains("a.yml:17", "detection.s.f|b"),
            p -> assertThat(p).contains("a.yml:21", "level"),
            p -> assertThat(p).contains("b.yml:", "isn't YAML"),
            p -> assertThat(p).contains("c.yml:1", "'Neither'", "neither detection nor"),
            p -> assertThat(p).contains("c.yml:4", "'Two'", "detection and filter"));
  }

  @Test
  void idsAndNamesAreUnique() {
    assertThat(problems(START, START)).contains("b.yml:1", "'start' is taken by a.yml:1");
    assertThat(problems(FULL, FULL)).contains("is taken by a.yml:1");
  }

  @Test
  void severalDocumentsMayShareAFile() throws InvalidRulesException {
    RuleSet rules = Sigma.compile(START + "---\n" + NETWORK + "---\n" + correlation(ORDERED));
    assertThat(rules.rules()).hasSize(2);
    assertThat(rules.correlations()).hasSize(1);
  }

  // Filters

  @Test
  void filtersMustBeMetToo() throws InvalidRulesException {
    String filter = filter("rules: [start]\napproved: {User: backup}\ncondition: not approved");
    RuleSet rules = Sigma.compile(START, START2, filter);
    assertThat(matches(rules, Map.of("f", "x"))).isTrue();
    assertThat(matches(rules, Map.of("f", "x", "User", "backup"))).isFalse();
    assertThat(matches(rules, Map.of("f", "y", "User", "backup"))).isTrue();
  }

  @ParameterizedTest
  @CsvSource({"any", "ANY", "'[]'", "start", "'[start2, start]'"})
  void filtersNameRulesOrAny(String named) throws InvalidRulesException {
    String filter = filter("rules: %s\na: {User: b}\ncondition: not 1 of them".formatted(named));
    RuleSet rules = Sigma.compile(filter, START, START2);
    assertThat(matches(rules, Map.of("f", "x", "User", "b"))).isFalse();
    assertThat(matches(rules, Map.of("f", "x"))).isTrue();
  }

  @Test
  void aFiltersSelectionsAreItsOwn() throws InvalidRulesException {
    String filter = filter("rules: any\ns: {User: b}\ncondition: not 1 of s*");
    RuleSet rules = Sigma.compile(START, filter);
    assertThat(matches(rules, Map.of("f", "x"))).isTrue();
    assertThat(matches(rules, Map.of("f", "x", "User", "b"))).isFalse();
  }

  @Test
  void aFilterOfAProductLeavesOtherEventsAlone() throws InvalidRulesException {
    String filter =
        filter("rules: any\na: {User: b}\ncondition: not a")
            .replace("process_creation", "process_creation, product: windows");
    RuleSet rules = Sigma.compile(START, filter);
    assertThat(matches(rules, Map.of("f", "x", "User", "b", "host.os.type", "windows"))).isFalse();
    assertThat(matches(rules, Map.of("f", "x", "User", "b", "host.os.type", "linux"))).isTrue();
  }

  @Test
  void aFilterOfAnotherCategoryDoesNothing() throws InvalidRulesException {
    String filter =
        filter("rules: any\na: {User: b}\ncondition: not a")
            .replace("process_creation", "network_connection");
    RuleSet rules = Sigma.compile(START, filter);
    assertThat(matches(rules, Map.of("f", "x", "User", "b"))).isTrue();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "[start]; [strat]; filter.rules[0]: there is no rule with the id or name 'strat'; did you"
            + " mean 'start'?",
        "[start]; [net]; filter.rules[0]: has another log source than the filter",
        "[start]; [{start: a}]; filter.rules[0]: must be text, but is a map",
        "[start]; [[start]]; filter.rules[0]: must be text, but is a list",
        "rules; rulez; filter: the key 'rules' is missing",
        "User; Unknown; have no field 'Unknown'",
        "not a; not b; there is no selection 'b'",
        "not a; [not a]; a filter has one condition",
        "process_creation; file_event; logsource.category: the category 'file_event'",
        "category: process_creation; definition: x; logsource: is empty",
      })
  void whatIsWrongWithAFilterIsNamed(String from, String to, String expected) {
    String good = filter("rules: [start]\na: {User: b}\ncondition: not a\n");
    assertThat(problems(START, NETWORK, good)).isEmpty();
    assertThat(problems(START, NETWORK, good.replace(from, to)))
        .startsWith("c.yml")
        .contains(expected);
  }

  // Correlations

  @Test
  void aStartFollowedByAConnection() throws InvalidRulesException {
    RuleSet rules = Sigma.compile(START, NETWORK, correlation(ORDERED + "generate: true\n"));
    assertThat(rules.correlations())
        .containsExactly(
            new Correlation(
                "both",
                "Both",
                Level.HIGH,
                "",
                Set.of("start"),
                "net",
                Duration.ofMinutes(10),
                Map.of()));
  }

  private static final String ANY_START =
      """
      title: Any start
      name: any_start
      correlation:
        type: event_count
        rules: [start, start2]
        group-by: [host.name, process.entity_id]
        timespan: 10m
        condition: {gte: 1}
      """;

  @Test
  void theFirstStepMayBeAnyOfSeveralRules() throws InvalidRulesException {
    String both = correlation(ORDERED.replace("[start,", "[any_start,"));
    for (String[] files :
        List.of(
            new String[] {START, START2, NETWORK, ANY_START, both},
            new String[] {both, ANY_START, NETWORK, START2, START})) {
      assertThat(Sigma.compile(files).correlations())
          .singleElement()
          .satisfies(c -> assertThat(c.startRuleIds()).containsExactlyInAnyOrder("start", "start2"))
          .satisfies(c -> assertThat(c.networkRuleId()).isEqualTo("net"));
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "temporal_ordered; temporal; correlation.type: 'temporal' isn't supported; write type",
        "temporal_ordered; value_count; 'value_count' isn't supported",
        "[start, net]; [start, start2, net]; has 3 steps instead of two",
        "[start, net]; [net]; has 1 steps instead of two",
        "[start, net]; [net, start]; is a rule of the category network_connection",
        "[start, net]; [start, start2]; must be one of network_connection",
        "[start, net]; [start, nett]; did you mean 'net'?",
        "[start, net]; [any_start, any_start]; a correlation can't stand here",
        "[start, net]; [both, net]; only an event_count with gte: 1",
        "timespan: 10m; timespan: 10; correlation.timespan: '10' isn't a time span",
        "timespan: 10m; timespan: 0s; is out of bounds",
        "timespan: 10m; timespan: 10M; isn't a time span",
        "timespan: 10m; timespam: 10m; correlation.timespam: unknown key; did you mean 'timespan'?",
        "[host.name, process.entity_id]; [host.name]; must name host and process",
        "[host.name, process.entity_id]; [process.pid]; must name host and process",
        "[host.name, process.entity_id]; [host.name, process.pid, User]; can't be grouped by",
        "timespan: 10m; 'timespan: 10m\ngenerate: false'; start rules always alert",
        "timespan: 10m; 'timespan: 10m\naliases: {}'; correlation.aliases: unknown key",
        "timespan: 10m; 'timespan: 10m\ncondition: {gte: 2}'; correlation.condition: unknown key",
      })
  void otherCorrelationsAreRefused(String from, String to, String expected) {
    String body = ORDERED.replace(from, to.replace("\\n", "\n"));
    assertThat(body).isNotEqualTo(ORDERED);
    String both = correlation(body);
    String any = body.contains("any_start") ? ANY_START : START2.replace("start2", "other");
    assertThat(problems(both, START, START2, NETWORK, any)).startsWith("a.yml").contains(expected);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "{gte: 1}; {gte: 2}; correlation.condition.gte: is 2; write a number from 1 to 1",
        "{gte: 1}; {gt: 0}; correlation.condition.gt: unknown key",
        "[start, start2]; [start, net]; is a rule of the category network_connection",
        "[start, start2]; []; the list is empty",
        "event_count; value_sum; 'value_sum' isn't supported",
      })
  void otherFirstStepsAreRefused(String from, String to, String expected) {
    String both = correlation(ORDERED.replace("[start,", "[any_start,"));
    assertThat(problems(both, START, START2, NETWORK, ANY_START.replace(from, to)))
        .contains(expected);
  }

  @Test
  void aCountByItselfIsRefused() {
    assertThat(problems(START, START2, ANY_START)).contains("no temporal_ordered correlation");
  }

  @Test
  void aBrokenRuleIsTheOnlyProblem() {
    String broken = START.replace("{f: x}", "{Unknown: x}");
    String filter = filter("rules: [start]\na: {User: b}\ncondition: not a");
    assertThat(problems(broken, NETWORK, correlation(ORDERED), filter).split("\n", -1)).hasSize(1);
  }

  // Files

  @Test
  void readsFilesAndFolders(@TempDir Path folder) throws IOException, InvalidRulesException {
    Path sub = Files.createDirectories(folder.resolve("sub"));
    Path one = Files.writeString(folder.resolve("one.yml"), START);
    Files.writeString(sub.resolve("two.yaml"), NETWORK);
    Files.writeString(sub.resolve("notes.txt"), "not a rule");
    Files.writeString(sub.resolve(".hidden.yml"), "[");
    RuleSet rules = RuleSet.load(List.of(one, folder), Sigma.ANY_FIELD);
    assertThat(rules.rules()).extracting(Rule::title).containsExactly("start", "net");
  }

  @Test
  void filesThatAreNotThereAreTold(@TempDir Path folder) {
    assertThatThrownBy(
            () -> RuleSet.load(List.of(folder.resolve("no.yml"), folder), Sigma.ANY_FIELD))
        .isInstanceOf(InvalidRulesException.class)
        .hasMessageContaining("no.yml: no such file")
        .hasMessageContaining("has no rule file");
  }
}
