package exfilwatch.yaml;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.CharRange;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class YamlFileTest {
  enum Colour {
    DARK_RED,
    BLUE
  }

  private static YamlNode yaml(String text) {
    return YamlFile.documents("f.yml", text).get(0);
  }

  private static String complaint(Runnable read) {
    try {
      read.run();
    } catch (YamlException e) {
      return String.valueOf(e.getMessage());
    }
    return "nothing";
  }

  @Test
  void readsScalarsOfTheCoreSchema() {
    YamlNode node =
        yaml("{a: 1, b: 0x1F, c: -2.5, d: true, e: null, f: '1', g: 99999999999999999999, h: no}");
    assertThat(node.map().values().stream().map(YamlNode::value))
        .containsExactly(
            1L, 31L, -2.5, true, null, "1", new BigInteger("99999999999999999999"), "no");
    assertThat(node.string("b")).isEqualTo("0x1F");
    assertThat(node.find("e")).isEmpty();
  }

  @Test
  void typedGettersConvert() {
    YamlNode node = yaml("{list: [a, b], one: a, t: 10m, n: 5, d: 0.5, b: true, e: dark-red}");
    assertThat(node.get("list").strings()).containsExactly("a", "b");
    assertThat(node.get("one").strings()).containsExactly("a");
    assertThat(node.get("t").duration()).isEqualTo(Duration.ofMinutes(10));
    assertThat(node.get("n").integer(0, 5)).isEqualTo(5);
    assertThat(node.get("d").decimal(0, 1)).isEqualTo(0.5);
    assertThat(node.get("b").bool()).isTrue();
    assertThat(node.get("e").oneOf(Colour.class)).isEqualTo(Colour.DARK_RED);
  }

  @ParameterizedTest
  @CsvSource({
    "500ms, PT0.5S",
    "7s, PT7S",
    "10 m, PT10M",
    "2h, PT2H",
    "3d, PT72H",
    "1w, PT168H",
  })
  void readsTimeSpans(String text, Duration expected) {
    assertThat(yaml("t: " + text).get("t").duration()).isEqualTo(expected);
  }

  @Test
  void complaintsNameFileLineAndPath() {
    YamlNode node = yaml("kafka:\n  topics:\n    - a\n    - {b: 1}\n  port: x\n");
    assertThat(complaint(() -> node.get("kafka").get("topics").strings()))
        .isEqualTo("f.yml:4: kafka.topics[1]: must be text, but is a map");
    assertThat(complaint(() -> node.get("kafka").get("port").integer(1, 9)))
        .isEqualTo("f.yml:5: kafka.port: must be a whole number, but is 'x'");
    assertThat(complaint(() -> node.get("kafka").get("group")))
        .isEqualTo("f.yml:1: kafka: the key 'group' is missing; add 'group:'");
    assertThat(complaint(() -> node.get("kafka").list()))
        .isEqualTo("f.yml:1: kafka: must be a list, but is a map");
    assertThat(complaint(() -> node.get("kafka").get("port").bool()))
        .endsWith("must be true or false, but is 'x'");
    assertThat(complaint(() -> node.get("kafka").get("port").map()))
        .endsWith("must be a map of keys and values, but is 'x'");
    assertThat(complaint(() -> node.get("kafka").get("port").duration())).contains("10m");
    assertThat(complaint(() -> node.get("kafka").get("port").decimal(0, 1)))
        .endsWith("must be a number, but is 'x'");
  }

  @Test
  void boundsAreTold() {
    assertThat(complaint(() -> yaml("n: 10").get("n").integer(1, 9)))
        .isEqualTo("f.yml:1: n: is 10; write a number from 1 to 9");
    assertThat(complaint(() -> yaml("n: .nan").get("n").decimal(0, 1)))
        .isEqualTo("f.yml:1: n: is .nan; write a number from 0.0 to 1.0");
    assertThat(complaint(() -> yaml("n: green").get("n").oneOf(Colour.class)))
        .isEqualTo("f.yml:1: n: 'green' isn't known; known are blue, dark_red");
  }

  @Test
  void unknownKeysAreRejectedWithWhatWasMeant() {
    YamlNode node = yaml("topics: a\ngruop: b\n");
    assertThat(complaint(() -> node.rejectUnknownKeys("topics", "group")))
        .isEqualTo("f.yml:2: gruop: unknown key; did you mean 'group'?");
    assertThat(complaint(() -> node.rejectUnknownKeys("topics", "servers")))
        .isEqualTo("f.yml:2: gruop: unknown key; known are servers, topics");
    node.rejectUnknownKeys("topics", "gruop");
  }

  @Test
  void readsSeveralDocumentsAndSkipsEmptyOnes() {
    List<YamlNode> documents =
        YamlFile.documents("f.yml", "\uFEFF---\na: 1\n---\n---\nb: 2\n---\n");
    assertThat(documents)
        .extracting(YamlNode::value)
        .containsExactly(Map.of("a", 1L), Map.of("b", 2L));
    assertThat(documents.get(1).get("b").line()).isEqualTo(5);
  }

  @Test
  void aliasesAreCopiedToWhereTheyStand() {
    YamlNode node = yaml("a: &x [1, {k: v}]\nb: *x\n");
    assertThat(node.get("b").value()).isEqualTo(List.of(1L, Map.of("k", "v")));
    assertThat(node.get("b").list().get(1).get("k").path()).isEqualTo("b[1].k");
    assertThat(node.get("b").line()).isEqualTo(2);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a: 1\na: 2", // duplicate key
        "a: [1", // not closed
        "a: *x", // no anchor
        "&x a: *x\n&y b: [*z]",
        "a: &x [*x]", // inside itself
        "a: !ruby/object x",
        "? [a]\n: b",
        "a:\tb: c",
        "a: !!int x",
        "\u0000",
        "a: \"\\xZZ\"",
      })
  void badYamlIsOneLine(String text) {
    assertThatThrownBy(() -> YamlFile.documents("f.yml", text))
        .isInstanceOf(YamlException.class)
        .message()
        .startsWith("f.yml")
        .doesNotContain("\n");
  }

  @Test
  void duplicateKeysNameBothLines() {
    assertThat(complaint(() -> yaml("a:\n  b: 1\n  b: 2\n")))
        .isEqualTo("f.yml:3: a.b: the key is already in line 2; keep one of the two");
  }

  @Test
  void aliasesThatExplodeAreRefused() {
    StringBuilder text = new StringBuilder("a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n");
    for (int i = 1; i < 10; i++) {
      text.append("a%d: &a%d [%s]\n".formatted(i, i, "*a%d, ".formatted(i - 1).repeat(10)));
    }
    assertThat(complaint(() -> yaml(text.toString()))).contains("aliases expanded");
  }

  @Test
  void surrogatePairsMayStandAnywhere() {
    for (int length = 1010; length < 1040; length++) {
      String comment = "#".repeat(length);
      assertThat(yaml(comment + "\na: 😀😀\nb: 😀").string("b")).isEqualTo("😀");
    }
  }

  @Test
  void depthIsBounded() {
    assertThat(complaint(() -> yaml("[".repeat(100_000)))).contains("more than 100 levels");
  }

  @Test
  void filesAreBoundedAndMustBeUtf8(@TempDir Path folder) throws IOException {
    Path latin = Files.write(folder.resolve("l.yml"), "a: ä".getBytes(StandardCharsets.ISO_8859_1));
    assertThat(complaint(() -> YamlFile.documents(latin)))
        .endsWith("isn't UTF-8 text; save it as UTF-8");
    byte[] large = new byte[5 << 20];
    Arrays.fill(large, (byte) '#');
    Path big = Files.write(folder.resolve("b.yml"), large);
    assertThat(complaint(() -> YamlFile.documents(big))).contains("split the file");
    assertThat(complaint(() -> YamlFile.documents(folder.resolve("none.yml"))))
        .endsWith("none.yml: no such file");
    assertThat(complaint(() -> YamlFile.documents(folder))).contains("can't be read");
  }

  @Test
  void oneDocumentIsAskedFor(@TempDir Path folder) throws IOException {
    Path two = Files.writeString(folder.resolve("two.yml"), "a: 1\n---\nb: 2\n");
    Path none = Files.writeString(folder.resolve("none.yml"), "# nothing\n");
    assertThat(complaint(() -> YamlFile.document(two))).contains("2 YAML documents");
    assertThat(complaint(() -> YamlFile.document(none))).contains("empty");
  }

  @Property(tries = 300)
  void anyTextIsReadOrComplainedAbout(@ForAll @StringLength(max = 60) String text) {
    try {
      YamlFile.documents("f.yml", text).forEach(YamlNode::value);
    } catch (YamlException e) {
      assertThat(e.getMessage()).startsWith("f.yml");
    }
  }

  @Property(tries = 300)
  void anyYamlShapedTextIsReadOrComplainedAbout(
      @ForAll @CharRange(from = ' ', to = '~') @StringLength(max = 40) String text) {
    anyTextIsReadOrComplainedAbout("- " + text + "\n- &a {k: " + text + "}");
  }
}
