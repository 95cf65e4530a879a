package exfilwatch.sigma;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Sigma specification, Condition; selections as lists, maps and keywords. */
class ConditionTest {
  private static final String SELECTIONS =
      Stream.of("sel_a", "sel_b", "sel_c", "filter_x", "_hidden", "key-word")
          .map(name -> "%s: {%s: 1}\n".formatted(name, name))
          .collect(Collectors.joining());

  /**
   * @param holding the selections that hold, separated by blanks
   */
  private static boolean holds(String condition, String holding) {
    Map<String, String> fields = new HashMap<>();
    for (String name : holding.split(" ", -1)) {
      fields.put(name, "1");
    }
    return Sigma.evaluate(SELECTIONS + "condition: " + condition, fields) != null;
  }

  @ParameterizedTest
  @CsvSource({
    "sel_a, sel_a, true",
    "sel_a, sel_b, false",
    "key-word, key-word, true",
    "sel_a and sel_b, sel_a sel_b, true",
    "sel_a and sel_b, sel_a, false",
    "sel_a or sel_b, sel_b, true",
    "sel_a or sel_b, sel_c, false",
    "not sel_a, sel_b, true",
    "not sel_a, sel_a, false",
    "not not sel_a, sel_a, true",
    "sel_a and not filter_x, sel_a, true",
    "sel_a and not filter_x, sel_a filter_x, false",
    // not binds more than and, and more than or
    "sel_a or sel_b and sel_c, sel_a, true",
    "sel_a or sel_b and sel_c, sel_b, false",
    "sel_a and sel_b or sel_c, sel_c, true",
    "(sel_a or sel_b) and sel_c, sel_a, false",
    "(sel_a or sel_b) and sel_c, sel_b sel_c, true",
    "not sel_a and sel_b, sel_b, true",
    "not sel_a and sel_b, '', false",
    "not (sel_a and sel_b), sel_a, true",
    "not (sel_a or sel_b), sel_a, false",
    "not sel_a or sel_a, sel_a, true",
    "((sel_a)) and (not (sel_b or (sel_c))), sel_a, true",
    "((sel_a))and(not(sel_b)), sel_a, true",
    "sel_a AND NOT sel_b OR sel_c, sel_c, true",
    "1 of sel_*, sel_b, true",
    "1 of sel_*, filter_x, false",
    "any of sel_*, sel_b, true",
    "all of sel_*, sel_a sel_b sel_c, true",
    "all of sel_*, sel_a sel_b, false",
    "1 of *_a, sel_a, true",
    "1 of *_a, sel_b, false",
    "1 of s*_b, sel_b, true",
    "1 of sel_a, sel_a, true",
    "1 of them, filter_x, true",
    "1 of them, _hidden, false",
    "1 of *, _hidden, false",
    "1 of _*, _hidden, true",
    "all of them, sel_a sel_b sel_c filter_x key-word, true",
    "all of them, sel_a sel_b sel_c filter_x _hidden, false",
    "1 of sel_* and not 1 of filter_*, sel_a, true",
    "1 of sel_* and not 1 of filter_*, sel_a filter_x, false",
    "not 1 of sel_*, filter_x, true",
    "not all of sel_*, sel_a sel_b, true",
    "sel_a and 1 of filter_* or sel_b, sel_b, true",
    "'[sel_a, sel_b]', sel_b, true",
    "'[sel_a and sel_b, sel_c]', sel_a, false",
  })
  void holdsAsWritten(String condition, String holding, boolean expected) {
    assertThat(holds(condition, holding)).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "sel_d; there is no selection 'sel_d'; did you mean 'sel_a'?",
        "sel_a sel_b; 'sel_b' is unexpected",
        "sel_a and; ends too early",
        "and sel_a; there is no selection 'and'",
        "(sel_a; a ')' is missing",
        "sel_a); ')' is unexpected",
        "1 of; ends after 'of'",
        "2 of sel_*; '2 of' isn't supported",
        "1 of nothing_*; no selection fits 'nothing_*'",
        "sel_a | count() > 5; '|' (aggregation) is no longer part of Sigma",
        "[]; the list is empty",
        "{a: b}; must be text, but is a map",
      })
  void whatIsWrongIsNamed(String condition, String expected) {
    assertThat(Sigma.problems(Sigma.rule(SELECTIONS + "condition: " + condition)))
        .startsWith("a.yml:11: 'Test' (" + Sigma.ID + "): detection.condition: ")
        .contains(expected);
  }

  @Test
  void nestingIsBounded() {
    String deep = "(".repeat(5000) + "sel_a" + ")".repeat(5000);
    assertThat(Sigma.problems(Sigma.rule(SELECTIONS + "condition: " + deep))).contains("levels");
    String nots = "not ".repeat(5000) + "sel_a";
    assertThat(Sigma.problems(Sigma.rule(SELECTIONS + "condition: " + nots))).contains("levels");
  }

  private static boolean matches(String selection, Map<String, ?> fields) {
    return Sigma.evaluate("s:\n" + selection.indent(2) + "condition: s", fields) != null;
  }

  @Test
  void allKeysOfAMapMustMatch() {
    String map = "a: 1\nb: [2, 3]";
    assertThat(matches(map, Map.of("a", "1", "b", "3"))).isTrue();
    assertThat(matches(map, Map.of("a", "1", "b", "4"))).isFalse();
    assertThat(matches(map, Map.of("b", "3"))).isFalse();
  }

  @Test
  void oneMapOfAListMustMatch() {
    String list = "- {a: 1, b: 2}\n- c: 3";
    assertThat(matches(list, Map.of("a", "1", "b", "2"))).isTrue();
    assertThat(matches(list, Map.of("c", "3"))).isTrue();
    assertThat(matches(list, Map.of("a", "1"))).isFalse();
    assertThat(matches("- [{a: 1}]\n- word", Map.of("z", "a word"))).isTrue();
  }

  @Test
  void keywordsAreLookedForInAllTexts() {
    Map<String, Object> fields = Map.of("x", "svchost.exe -n Evil", "y", List.of("ab"));
    assertThat(matches("- 'EVIL'\n- other", fields)).isTrue();
    assertThat(matches("- ab", fields)).isTrue();
    assertThat(matches("- 'svc*evil'", fields)).isTrue();
    assertThat(matches("- 'svc*ab'", fields)).isFalse();
    assertThat(matches("- nothing", fields)).isFalse();
    assertThat(matches("'|all': [evil, ab]", fields)).isTrue();
    assertThat(matches("'|all': [evil, no]", fields)).isFalse();
    assertThat(matches("'|contains|all': [evil, ab]", fields)).isTrue();
    assertThat(matches("'|re': '^a.$'", fields)).isTrue();
    assertThat(matches("'|cased': EVIL", fields)).isFalse();
    assertThat(matches("'|startswith': evil", fields)).isFalse();
    assertThat(Sigma.evaluate("s: Evil\ncondition: s", fields)).isNotNull();
    assertThat(matches("- 12", Map.of("x", "a12b"))).isTrue();
  }

  @Test
  void aMatchShowsWhatMadeIt() {
    String detection =
        """
        a: {Image|endswith: .exe, CommandLine|contains|all: [copy, ':']}
        b: {args: [copy, sync]}
        c: {User: nobody}
        f: {Company: x}
        k: ['copy C']
        condition: (a and b or c) and not f and k
        """;
    Match match =
        Objects.requireNonNull(
            Sigma.evaluate(
                detection,
                Map.of(
                    "Image", "R.exe",
                    "CommandLine", "copy C:",
                    "args", List.of("r", "copy"),
                    "User", "me")));
    assertThat(match.matched())
        .containsExactlyInAnyOrderEntriesOf(
            Map.of("Image", "R.exe", "CommandLine", "copy C:", "args", "copy", "", "copy C:"));
    assertThat(match.rule().id()).isEqualTo(Sigma.ID);
  }
}
