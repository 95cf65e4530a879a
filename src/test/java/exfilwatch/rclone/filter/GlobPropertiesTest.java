package exfilwatch.rclone.filter;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.re2j.Pattern;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class GlobPropertiesTest {
  private static final Instant NOW = Instant.ofEpochSecond(1_450_000_000);
  private static final List<String> FLAGS =
      List.of(
          "include",
          "exclude",
          "filter",
          "include-from",
          "files-from",
          "min-size",
          "max-size",
          "min-age",
          "max-age",
          "ignore-case",
          "max-depth",
          "hash-filter",
          "metadata-include",
          "metadata-filter",
          "exclude-if-present");

  @Provide
  Arbitrary<String> simpleGlobs() {
    return Arbitraries.of(
            "a",
            "b",
            "K",
            "s",
            "é",
            ".",
            "/",
            "*",
            "**",
            "?",
            "{a,b}",
            "{,/}",
            "{*,b{a,/*}}",
            ",",
            "\n",
            "{",
            "}",
            "***",
            "+")
        .list()
        .ofMaxSize(8)
        .map(parts -> String.join("", parts));
  }

  @Provide
  Arbitrary<String> paths() {
    return Arbitraries.of(
            "a",
            "b",
            "K",
            "k",
            "s",
            "\u212a",
            "\u017f",
            "é",
            ".",
            "/",
            "\n",
            "\r",
            "+",
            "\ud83d\ude00",
            "\ud83d",
            "\ue001",
            "x")
        .list()
        .ofMaxSize(7)
        .map(parts -> String.join("", parts));
  }

  /**
   * The quick way and the expression must agree on every path, also on those that no honest file
   * system has.
   */
  @Property(tries = 20_000)
  void theSimpleFormAgreesWithTheExpression(
      @ForAll("simpleGlobs") String text,
      @ForAll("paths") String path,
      @ForAll boolean ignoreCase) {
    Glob glob;
    try {
      glob = Glob.path(text, ignoreCase);
    } catch (BadValueException refused) {
      return;
    }
    assertThat(glob.matches(path)).isEqualTo(Pattern.compile(glob.regexp()).matcher(path).find());
  }

  /** Joining neighbours for one look-up must not change what the first matching rule decides. */
  @Property
  void joinedRulesDecideAsRulesOneByOne(
      @ForAll("ruleGlobs") List<String> globs, @ForAll("paths") String path)
      throws BadValueException {
    RuleList rules = new RuleList();
    for (int i = 0; i < globs.size(); i++) {
      rules.add(i % 3 == 0, Glob.path(globs.get(i), false));
    }
    boolean oneByOne =
        rules.rules().stream()
            .filter(rule -> rule.glob().matches(path))
            .map(RuleList.Rule::include)
            .findFirst()
            .orElse(true);
    assertThat(rules.includes(path)).isEqualTo(oneByOne);
  }

  @Provide
  Arbitrary<List<String>> ruleGlobs() {
    return Arbitraries.of("*a", "*b", "*.a", "a", "*", "/a*", "*{a,b}", "b/**", "*k", "*x")
        .list()
        .ofMaxSize(9);
  }

  @Property
  void aGlobOfEscapedLiteralsMatchesItself(@ForAll("literals") String literal)
      throws BadValueException {
    String glob = literal.replaceAll("([^\\p{L}\\p{N}])", "\\\\$1");
    assertThat(Glob.path(glob, false).matches(literal)).isTrue();
    assertThat(Glob.path("/" + glob, false).matches(literal)).isTrue();
    assertThat(Glob.path(glob, false).matches("dir/" + literal)).isTrue();
    assertThat(Glob.path("/" + glob, false).matches("dir/" + literal)).isFalse();
    assertThat(Glob.string(glob, true, false).matches(literal)).isTrue();
  }

  @Provide
  Arbitrary<String> literals() {
    return Arbitraries.strings()
        .withChars("aZ09é中{}[]()*?+.^$|\\, -_~!@#%&=;'\"")
        .ofMinLength(1)
        .ofMaxLength(30);
  }

  @Property
  void aLiteralNameMatchesItselfInEachBrace(
      @ForAll("names") String name, @ForAll("names") String other) throws BadValueException {
    assertThat(Glob.path("{" + name + "," + other + "}", false).matches("dir/" + other)).isTrue();
    assertThat(Glob.path("*.{" + other + "," + name + "}", false).matches(other + "." + name))
        .isTrue();
    assertThat(Glob.path(name + "/**", false).matches(name + "/" + other)).isTrue();
    assertThat(Glob.path("/" + name + "/**", false).matches("x/" + name + "/" + other)).isFalse();
  }

  @Provide
  Arbitrary<String> names() {
    return Arbitraries.strings().withChars("abcXYZ019 -_~!@#%&=éß中").ofMinLength(1).ofMaxLength(12);
  }

  @Property
  void anyTextIsAnOptionOrRefused(@ForAll String text, @ForAll("grammar") String close) {
    for (String value : List.of(text, close, "+ " + close, "- " + text)) {
      FilterOptions.Builder options = FilterOptions.builder();
      for (String flag : FLAGS) {
        try {
          assertThat(options.add(flag, value, NOW, ZoneOffset.UTC)).isTrue();
        } catch (BadValueException refused) {
          assertThat(refused.getMessage()).isNotEmpty();
        }
      }
      FilterRules rules = new FilterRules(options.build(), NOW);
      rules.takes(text);
      rules.includesModified(NOW);
      assertThat(Targeted.of(rules)).isNotNull();
    }
  }

  @Property
  void anyTextIsAValueOrRefused(@ForAll String text, @ForAll("grammar") String close) {
    for (String value : List.of(text, close)) {
      ignoringRefusal(() -> SizeSuffix.parse(value).toString());
      ignoringRefusal(() -> CountSuffix.parse(value).toString());
      ignoringRefusal(() -> RcloneDuration.parse(value, NOW, ZoneOffset.UTC).toString());
      ignoringRefusal(() -> BwTimetable.parse(value).toString());
      ignoringRefusal(() -> SeparatedList.commas(value).toString());
      ignoringRefusal(() -> SeparatedList.spaces(value).toString());
      ignoringRefusal(() -> Tristate.parse(value).toString());
      ignoringRefusal(() -> HashFilter.parse(value).toString());
      ignoringRefusal(() -> Glob.string(value, false, true).toString());
    }
  }

  private interface Reading {
    String read() throws BadValueException;
  }

  private static void ignoringRefusal(Reading reading) {
    try {
      assertThat(reading.read()).isNotNull();
    } catch (BadValueException refused) {
      assertThat(refused.getMessage()).isNotEmpty();
    }
  }

  /** Text of the pieces that the grammars are made of. */
  @Provide
  Arbitrary<String> grammar() {
    return Arbitraries.of(
            "*",
            "**",
            "?",
            "[",
            "]",
            "[^a]",
            "{",
            "}",
            "{{",
            "}}",
            ",",
            "\\",
            "/",
            "(?i)",
            "(",
            ")",
            "|",
            "+",
            "a{3}",
            "doc",
            ".",
            "-",
            ":",
            ";",
            " ",
            "1",
            "59",
            "0x",
            "_",
            "e",
            "M",
            "i",
            "B",
            "off",
            "Mon-",
            "10:00",
            "2023-01-31",
            "T",
            "Z",
            "12:00:00",
            "h",
            "ms",
            "\"",
            "@/",
            "é",
            "µs",
            "9223372036854775808")
        .list()
        .ofMaxSize(7)
        .map(parts -> String.join("", parts));
  }
}
