package exfilwatch.sigma;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

/** Whatever a rule file has in it, there are rules or problems, never another exception. */
class HostileRulesTest {
  private static final String GOOD =
      """
      title: A rule
      id: 0a1b2c3d-1111-4222-8333-444455556666
      name: start
      logsource: {category: process_creation, product: windows}
      detection:
        s:
          - f|contains|all: ['a*', '\\?']
            g|re|i: '^x.*(a|b)$'
          - h|cidr: ['10.0.0.0/8', 'fe80::/10']
            i|base64offset|contains: abc
            j|gte: 5
        k: [word, 'other word']
        condition: 1 of s* and not (k or k)
      tags: [attack.t1]
      level: high
      ---
      title: Network
      name: net
      logsource: {category: network_connection}
      detection: {s: {f|exists: true, g|fieldref: h, i|hour: 3, j: null}, condition: s}
      ---
      title: Both
      correlation:
        type: temporal_ordered
        rules: [start, net]
        group-by: [host.name, process.pid]
        timespan: 10m
      ---
      title: Approved
      logsource: {category: process_creation}
      filter: {rules: [start], a: {u|windash: '-x'}, condition: not a}
      """;

  @Provide
  Arbitrary<String> scraps() {
    return Arbitraries.of(
        "", " ", "\n", "\n  ", "'", "\"", ":", ": ", "-", "- ", "[", "]", "{", "}", "|", "*", "\\",
        "(", ")", "null", "[]", "{}", "~", "&a ", "*a", "!", "#", "not ", "of ", "%", "0", "-1",
        "1e999", ".nan", "\u0000", "é", "😀", "\t", "---\n", "<<: ", "|re", "|base64", "? ");
  }

  @Test
  void theRulesThatAreBrokenHereAreGood() {
    assertThat(Sigma.problems(GOOD)).isEmpty();
  }

  @Test
  void aLineBreakInWhatIsQuotedStaysInTheLine() {
    assertThat(Sigma.problems(GOOD.replaceFirst("id: \\S+", "id: \"one\\\\ntwo\"")))
        .contains("'one two' isn't a UUID");
  }

  @Property(tries = 3000)
  void brokenRulesAreProblems(
      @ForAll @IntRange(max = 1200) int at,
      @ForAll @IntRange(max = 12) int length,
      @ForAll("scraps") String scrap) {
    int from = Math.min(at, GOOD.length());
    String text =
        GOOD.substring(0, from) + scrap + GOOD.substring(Math.min(GOOD.length(), from + length));
    try {
      RuleSet rules = RuleSet.compile(List.of(new RuleFile("a.yml", text)), Sigma.ANY_FIELD);
      assertThat(rules.rules()).isNotNull();
    } catch (InvalidRulesException e) {
      assertThat(e.problems()).isNotEmpty();
      assertThat(e.problems())
          .allSatisfy(p -> assertThat(p.toString()).startsWith("a.yml").doesNotContain("\n"));
    }
  }
}
