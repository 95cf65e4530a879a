package exfilwatch.sigma;

import static exfilwatch.sigma.Sigma.document;
import static org.assertj.core.api.Assertions.assertThat;

import exfilwatch.sigma.Anchors.Anchor;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import net.jqwik.api.Tuple.Tuple2;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RuleIndexTest {

  private static final List<String> FIELDS = List.of("Image", "CommandLine", "Ip", "Number");

  /** Pieces that fold, that are wildcards or escapes, and that meet each other in many ways. */
  private static final Arbitrary<String> PIECES =
      Arbitraries.of(
          "a",
          "B",
          "ab",
          "\\",
          "\\\\",
          "*",
          "?",
          "-x",
          "/x",
          "é",
          "É",
          "İ",
          "ı",
          "ß",
          "ſ",
          "K",
          "\uD801\uDC00",
          "\uD801\uDC28",
          "\uD801",
          "10.0.0.1",
          "7",
          " ");

  private static final Arbitrary<String> TEXTS =
      PIECES.list().ofMinSize(0).ofMaxSize(4).map(pieces -> String.join("", pieces));

  private static final Arbitrary<String> MODIFIERS =
      Arbitraries.of(
          "",
          "|contains",
          "|startswith",
          "|endswith",
          "|contains|all",
          "|contains|cased",
          "|cased",
          "|windash",
          "|windash|contains",
          "|neq",
          "|contains|neq");

  private static final Arbitrary<String> ITEMS =
      Arbitraries.frequencyOf(
          Tuple.of(
              8,
              Combinators.combine(
                      Arbitraries.of(FIELDS), MODIFIERS, TEXTS.list().ofMinSize(1).ofMaxSize(3))
                  .as((field, modifier, values) -> item(field + modifier, values))),
          Tuple.of(2, TEXTS.map(text -> item("CommandLine|base64offset|contains", escaped(text)))),
          Tuple.of(1, TEXTS.map(text -> item("CommandLine|wide|base64", escaped(text)))),
          Tuple.of(
              3,
              Arbitraries.of(
                  "{Ip|cidr: 10.0.0.0/8}",
                  "{CommandLine|re: 'a.?b'}",
                  "{Image|re|i: '^B'}",
                  "{Image|exists: true}",
                  "{Image|exists: false}",
                  "{Image: null}",
                  "{Image: ''}",
                  "{Number: 7}",
                  "{Number|gte: 7}",
                  "{Image|fieldref: CommandLine}",
                  "{CommandLine|fieldref|contains: Image}")),
          Tuple.of(2, TEXTS.filter(t -> !t.isEmpty()).map(text -> "[" + quoted(text) + "]")));

  private static final Arbitrary<String> CONDITIONS =
      Arbitraries.of(
          "selection_a",
          "not selection_a",
          "selection_a and selection_b",
          "selection_a or selection_b",
          "selection_a and not selection_b",
          "1 of selection_*",
          "all of selection_*",
          "not 1 of selection_*",
          "(selection_a or other) and not (selection_b and other)",
          "1 of them",
          "not (not selection_a)");

  @Property(tries = 400)
  void findsExactlyTheRulesThatMatch(
      @ForAll("rules") List<String> detections,
      @ForAll("documents") List<Map<String, Object>> documents)
      throws Exception {
    List<RuleFile> files = new ArrayList<>();
    for (String detection : detections) {
      files.add(ruleFile(files.size(), detection));
    }
    RuleSet set = RuleSet.compile(files, Sigma.ANY_FIELD);
    RuleIndex index = new RuleIndex(set.rules());
    for (Map<String, Object> fields : documents) {
      Document document = document(fields);
      List<Match> expected = new ArrayList<>();
      for (Rule rule : set.rules()) {
        Match match = rule.evaluate(document);
        if (match != null) {
          expected.add(match);
        }
      }
      assertThat(index.evaluate(set.group(rule -> true).facts(document))).isEqualTo(expected);
    }
  }

  @Provide
  Arbitrary<List<String>> rules() {
    return Combinators.combine(ITEMS, ITEMS, ITEMS, CONDITIONS)
        .as(
            (a, b, other, condition) ->
                "{selection_a: %s, selection_b: %s, other: %s, condition: '%s'}"
                    .formatted(a, b, other, condition))
        .list()
        .ofMinSize(1)
        .ofMaxSize(12);
  }

  @Provide
  Arbitrary<List<Map<String, Object>>> documents() {
    Arbitrary<Object> values =
        Arbitraries.oneOf(
            TEXTS.map(text -> (Object) text),
            TEXTS.list().ofMaxSize(3).map(list -> (Object) list),
            Arbitraries.of((Object) 7L, 7.0, true));
    Arbitrary<Tuple2<String, Object>> fields =
        Combinators.combine(Arbitraries.of(FIELDS), values).as(Tuple::of);
    return fields
        .list()
        .ofMaxSize(4)
        .map(
            list -> {
              Map<String, Object> map = new HashMap<>();
              list.forEach(field -> map.put(field.get1(), field.get2()));
              return map;
            })
        .list()
        .ofMinSize(1)
        .ofMaxSize(8);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      textBlock =
          """
          {s: {Image|endswith: '\\Tool.exe'}, condition: s}; \\tool.exe
          {s: {CommandLine: '*copy?mega*'}, condition: s}; copy
          {s: {Image|endswith: [a1, b2]}, condition: s}; a1 b2
          {s: {CommandLine|contains|all: [copy, --flag]}, condition: s}; --flag
          {s: {Image: abc, CommandLine|re: x}, condition: s}; abc
          {s: {Image: abc}, t: {Ip: null}, condition: s and not t}; abc
          {s: {Image: 'C:\\Windows\\System32\\*', CommandLine: xyzzy12}, condition: s}; xyzzy12
          {s: {Image: abc}, t: {Ip|exists: true}, condition: s or t};
          {s: {Image: abc}, condition: not s};
          {s: {CommandLine|re: abc}, condition: s};
          {s: {Image: '*'}, condition: s};
          {s: {Image: ''}, condition: s};
          """)
  void knowsWhatMustOccur(String detection, @Nullable String expected) throws Exception {
    Rule rule = RuleSet.compile(List.of(ruleFile(0, detection)), Sigma.ANY_FIELD).rules().get(0);
    Anchors anchors = rule.anchors();
    assertThat(
            anchors == null
                ? null
                : anchors.anyOf().stream().map(Anchor::text).collect(Collectors.joining(" ")))
        .isEqualTo(expected);
  }

  /** Ordinary documents must not touch rules that can't match, nor compute what only those need. */
  @Test
  void doesNotEvaluateRulesOfWhichNothingOccurs() throws Exception {
    List<RuleFile> files =
        IntStream.range(0, 20)
            .mapToObj(
                i ->
                    ruleFile(
                        i,
                        "{s: {Image|endswith: 'tool%d.exe', Costly: x}, condition: s}"
                            .formatted(i)))
            .toList();
    RuleSet set = RuleSet.compile(files, Sigma.ANY_FIELD);
    List<String> asked = new ArrayList<>();
    set.evaluate(Category.PROCESS_CREATION, asking(asked, "C:\\other.exe"));
    assertThat(asked).containsExactly("Image");
    set.evaluate(Category.PROCESS_CREATION, asking(asked, "C:\\tool7.exe"));
    assertThat(asked).containsExactly("Image", "Image", "Costly");
  }

  private static Document asking(List<String> asked, String image) {
    Document document = document(Map.of("Image", image));
    return new Document() {
      @Override
      public @Nullable Object field(String name) {
        asked.add(name);
        return document.field(name);
      }

      @Override
      public void forEachText(Consumer<String> consumer) {
        document.forEachText(consumer);
      }
    };
  }

  private static RuleFile ruleFile(int number, String detection) {
    return new RuleFile(
        "rule-" + number + ".yml",
        "{title: T%d, id: %s, logsource: {category: process_creation}, detection: %s}"
            .formatted(number, new UUID(7, number), detection));
  }

  private static String item(String key, List<String> values) {
    return values.stream()
        .map(RuleIndexTest::quoted)
        .collect(Collectors.joining(", ", "{'" + key + "': [", "]}"));
  }

  private static String item(String key, String value) {
    return item(key, List.of(value));
  }

  /** Encodings take no wildcards. */
  private static String escaped(String text) {
    return "x" + text.replaceAll("[*?\\\\\uD801]", "") + "yz";
  }

  /** YAML knows no half of a surrogate pair. */
  private static String quoted(String text) {
    return "'" + text.replaceAll("\uD801(?![\uDC00\uDC28])", "").replace("'", "''") + "'";
  }
}
