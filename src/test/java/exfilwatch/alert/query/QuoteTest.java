package exfilwatch.alert.query;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.URLDecoder;
import java.util.Base64;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import org.junit.jupiter.api.Test;

/** Attackers name hosts, accounts and files; no name may end its literal or change a query. */
class QuoteTest {

  private static final Pattern ESCAPE =
      Pattern.compile("\\\\(?:u\\{([0-9a-f]+)}|u([0-9a-f]{4})|([\\\\\"]))");

  @Provide
  static Arbitrary<String> hostile() {
    return Arbitraries.frequencyOf(
            Tuple.of(3, Arbitraries.of("\"", "'", "`", "\\", "|", "\n", "\r", "\t")),
            Tuple.of(
                3,
                Arbitraries.of("$a$", "[", "]", "%22", "*", "?", "(", ")", "//", "/*", "\"\"\"")),
            Tuple.of(
                2,
                Arbitraries.of(
                    "\u202e", "\u0000", "\u001b", "\u2028", "\\u0022", "\\\"", "é", "😀")),
            Tuple.of(2, Arbitraries.of(" OR 1==1", "| delete", "`macro`", "x", "C:\\dir\\", "```")),
            Tuple.of(1, Arbitraries.strings().ofMaxLength(3)))
        .list()
        .ofMinSize(1)
        .ofMaxSize(8)
        .map(parts -> whole(String.join("", parts)))
        .filter(text -> !text.isEmpty() && text.indexOf('.') < 0);
  }

  /** Half of a surrogate pair is no character and has no place in JSON telemetry. */
  private static String whole(String text) {
    return new String(text.getBytes(UTF_8), UTF_8);
  }

  @Property
  void everyLiteralStandsForItsValue(@ForAll("hostile") String value) {
    assertThat(read(Quote.esql(value))).isEqualTo(value);
    assertThat(read(Quote.eql(value))).isEqualTo(value);
    assertThat(read(Quote.kql(value))).isEqualTo(value);
    assertThat(read(Quote.spl(value))).isEqualTo(value);
  }

  @Property
  void noValueChangesAQuery(@ForAll("hostile") String value) {
    Queries ordinary = query("x");
    Queries attacked = query(value);
    same(Queries::esql, attacked, ordinary);
    same(Queries::eql, attacked, ordinary);
    same(Queries::kql, attacked, ordinary);
    same(Queries::spl, attacked, ordinary);
    assertThat(attacked.spl()).doesNotContain("`", "$", "[");
  }

  @Test
  void ordinaryValuesStayReadable() {
    String path = "C:\\Program Files\\a.exe";
    String literal = "\"C:\\\\Program Files\\\\a.exe\"";
    assertThat(Quote.esql(path)).isEqualTo(literal);
    assertThat(Quote.eql(path)).isEqualTo(literal);
    assertThat(Quote.kql(path)).isEqualTo(literal);
    assertThat(Quote.spl(path)).isEqualTo(literal);
    assertThat(Quote.eql("a\u202eb")).isEqualTo("\"a\\u{202e}b\"");
    assertThat(Quote.kql("a\nb")).isEqualTo("\"a\\u000ab\"");
    assertThat(Quote.spl("`x`")).isEqualTo("urldecode(\"%60x%60\")");
  }

  private static Queries query(String value) {
    return new HuntQuery(Kind.PROCESSES, 0, 1)
        .onHost(value, null)
        .where(Field.EXECUTABLE, value)
        .where(Field.SHA256, value)
        .write();
  }

  private static void same(Function<Queries, String> language, Queries attacked, Queries ordinary) {
    String query = language.apply(attacked);
    assertThat(skeleton(query)).isEqualTo(skeleton(language.apply(ordinary)));
    assertThat(Hostile.isPlain(query.replace("\n", ""))).isTrue();
  }

  /** The query without what its literals say: they end at the first quote that isn't escaped. */
  private static String skeleton(String query) {
    StringBuilder skeleton = new StringBuilder();
    int at = 0;
    while (at < query.length()) {
      if (query.charAt(at) == '"') {
        at = endOfLiteral(query, at);
        skeleton.append('S');
      } else {
        skeleton.append(query.charAt(at++));
      }
    }
    return skeleton.toString().replaceAll("(FROM_BASE64|urldecode)\\(S\\)", "S");
  }

  private static int endOfLiteral(String query, int start) {
    int at = start + 1;
    while (query.charAt(at) != '"') {
      at += query.charAt(at) == '\\' ? 2 : 1;
    }
    return at + 1;
  }

  private static String read(String literal) {
    int quote = literal.indexOf('"');
    assertThat(literal.substring(0, quote)).isIn("", "FROM_BASE64(", "urldecode(");
    int end = endOfLiteral(literal, quote);
    assertThat(literal.substring(end)).isEqualTo(quote == 0 ? "" : ")");
    String inside = literal.substring(quote + 1, end - 1);
    if (literal.startsWith("FROM_BASE64")) {
      return new String(Base64.getDecoder().decode(inside), UTF_8);
    }
    if (literal.startsWith("urldecode")) {
      return URLDecoder.decode(inside, UTF_8);
    }
    return ESCAPE
        .matcher(inside)
        .replaceAll(
            m -> {
              String hex = m.group(1) != null ? m.group(1) : m.group(2);
              String read =
                  hex == null ? m.group(3) : Character.toString(Integer.parseInt(hex, 16));
              return Matcher.quoteReplacement(read);
            });
  }
}
