package exfilwatch.telemetry.decode;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.Locale;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.AlphaChars;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;

/** Texts and names out of the bytes of JSON. */
class JsonTextTest {
  private static final ObjectMapper PLAIN = new ObjectMapper();
  private static final ObjectMapper ASCII =
      JsonMapper.builder().enable(JsonWriteFeature.ESCAPE_NON_ASCII).build();

  @Property
  void anyTextInEitherNotation(@ForAll String text) throws JsonProcessingException {
    // halves of pairs have no form in UTF-8 but have one in escapes
    same(ASCII.writeValueAsBytes(text), text);
    String sound = new String(text.getBytes(UTF_8), UTF_8);
    same(PLAIN.writeValueAsBytes(sound), sound);
  }

  private void same(byte[] json, String text) {
    assertThat(JsonBytes.stringEnd(json, 1, json.length)).isEqualTo(json.length - 1);
    assertThat(JsonText.of(json, 1, json.length - 1)).isEqualTo(text);
  }

  @Property
  void utf8IsWhatTheJdkTakesForIt(@ForAll @Size(max = 5) byte[] bytes) {
    int at = 0;
    while (at >= 0 && at < bytes.length) {
      at = bytes[at] >= 0 ? at + 1 : Utf8.next(bytes, at, bytes.length);
    }
    assertThat(at >= 0).isEqualTo(Utf8.firstInvalid(bytes, 0, bytes.length) < 0);
  }

  @Test
  void everyLeadAndSecondByteOfUtf8() {
    for (int lead = 0x80; lead < 0x100; lead++) {
      for (int second = 0; second < 0x100; second++) {
        byte[] bytes = {(byte) lead, (byte) second, (byte) 0x80, (byte) 0x80};
        int next = Utf8.next(bytes, 0, 4);
        int size = lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : 4;
        assertThat(next == size).isEqualTo(Utf8.firstInvalid(bytes, 0, size) < 0);
      }
    }
  }

  @Property
  void comparesAsTextsDo(
      @ForAll String text, @ForAll @StringLength(max = 8) @AlphaChars String ascii)
      throws JsonProcessingException {
    for (String value :
        new String[] {text, ascii + text, ascii.toUpperCase(Locale.ROOT), "K\u212a"}) {
      byte[] json = ASCII.writeValueAsBytes(value);
      int common = JsonBytes.common(json, 1, json.length - 1, ascii);
      if (common >= 0) {
        assertThat(common == ascii.length())
            .isEqualTo(value.regionMatches(true, 0, ascii, 0, ascii.length()));
      }
    }
  }

  @Test
  void namesOfAnyLength() {
    Map<String, Integer> names =
        Map.of("", 0, "a", 1, "process", 7, "eventful", 8, "destination.domain.x", 20);
    NameTable<Integer> table = new NameTable<>(names);
    names.forEach(
        (name, value) -> {
          // also where fewer than eight bytes follow
          for (String rest : new String[] {"", "\"", "\":{\"more\":1}"}) {
            byte[] bytes = (name + rest).getBytes(UTF_8);
            assertThat(table.get(bytes, 0, name.length())).isEqualTo(value);
          }
        });
    for (String other :
        new String[] {"b", "proces", "process1", "eventfuL", "destinatiom.domain.x"}) {
      byte[] bytes = other.getBytes(UTF_8);
      assertThat(table.get(bytes, 0, bytes.length)).isNull();
    }
    byte[] middle = "destination.xxmain.x".getBytes(UTF_8);
    assertThat(table.get(middle, 0, middle.length)).isNull();
  }
}
