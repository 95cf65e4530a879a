package exfilwatch.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Text of telemetry never becomes markup, and can't hide in the page. */
class PageTextTest {

  private static final ObjectMapper JSON = new ObjectMapper();

  @Property(tries = 500)
  void noTextEndsAScriptBlockAndAllOfItComesBack(@ForAll("hostile") String text) throws Exception {
    ObjectNode node = PageJson.object();
    node.put(text, text).putArray("list").add(text).addObject().put("x", text);
    String written = PageJson.write(node);
    assertThat(written).matches("[ -~]*").doesNotContain("<", ">", "&", "'");
    JsonNode read = JSON.readTree(written);
    String visible = VisibleText.of(text);
    assertThat(read.get(visible).asText()).isEqualTo(visible);
    assertThat(read.get("list").get(0).asText()).isEqualTo(visible);
  }

  @Property(tries = 500)
  void noTextIsMarkupInHtml(@ForAll("hostile") String text) {
    String html = Html.text(text);
    assertThat(html).doesNotContain("<", ">", "\"", "'");
    assertThat(html.replaceAll("&(amp|lt|gt|quot|#39);", "")).doesNotContain("&");
    String back =
        html.replace("&lt;", "<")
            .replace("&gt;", ">")
            .replace("&quot;", "\"")
            .replace("&#39;", "'")
            .replace("&amp;", "&");
    assertThat(back).isEqualTo(VisibleText.of(text));
  }

  @Property(tries = 500)
  void everyCharacterLeftIsSeen(@ForAll("hostile") String text) {
    String visible = VisibleText.of(text);
    assertThat(VisibleText.of(visible)).isEqualTo(visible);
    assertThat(visible.codePoints())
        .noneMatch(c -> Character.getType(c) == Character.FORMAT)
        .noneMatch(c -> Character.isISOControl(c) && c != '\n' && c != '\t')
        .noneMatch(c -> c >= 0xD800 && c <= 0xDFFF);
  }

  @Provide
  Arbitrary<String> hostile() {
    return Arbitraries.oneOf(
        Arbitraries.strings().ofMaxLength(40),
        Arbitraries.of(
                "</script>",
                "<!--",
                "<script>",
                "]]>",
                "\u2028",
                "\u202E",
                "\uD800",
                "\u0000",
                "&lt;",
                "\"><img src=x onerror=y>",
                "{{rows}}",
                "ل",
                "\uD83D\uDE00")
            .list()
            .ofMaxSize(5)
            .map(parts -> String.join("", parts)));
  }

  @ParameterizedTest
  @CsvSource({
    "a\u202Eb, a[U+202E]b",
    "a\u0000b, a[U+0000]b",
    "\uFEFFx, [U+FEFF]x",
    "x\u2066y, x[U+2066]y",
    "x\u00A0y, x[U+00A0]y",
    "\u3164, [U+3164]",
    "\uDC00x, [U+DC00]x",
    "\uDB40\uDD00, [U+E0100]",
    "日本語, 日本語",
    "مرحبا, مرحبا",
    "naïve \uD83D\uDE00, naïve \uD83D\uDE00"
  })
  void whatCannotBeSeenStandsByItsCodePoint(String text, String visible) {
    assertThat(VisibleText.of(text)).isEqualTo(visible);
  }
}
