package exfilwatch.telemetry.decode;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** What {@link DocumentReaderTest} holds against Jackson, where words of eight bytes matter. */
class JsonBytesTest {

  private static final int PLACES = 24;

  /** Where a string without escapes ends, looked for byte by byte. */
  private static int end(byte[] text) {
    for (int at = 0; at < text.length; at++) {
      if (text[at] == '"') {
        return at;
      }
      if (text[at] < ' ' || text[at] == '\\') {
        return JsonBytes.UNUSUAL;
      }
    }
    return JsonBytes.UNUSUAL;
  }

  /** A byte must not hide, or make up, what is special behind it. */
  @Test
  void everyByteIsSeenAtEveryPlaceWhateverStandsBeforeIt() {
    for (int before = 0; before < 256; before++) {
      for (int special = 0; special < 256; special++) {
        for (int at = 1; at < PLACES; at += 5) {
          byte[] text = ("a".repeat(PLACES) + "\"rest of the record").getBytes(ISO_8859_1);
          text[at - 1] = (byte) before;
          text[at] = (byte) special;
          int end = JsonBytes.nameEnd(text, 0, text.length);
          if (before < 0x80 && special < 0x80) {
            assertThat(end).as("%x %x at %d", before, special, at).isEqualTo(end(text));
          } else {
            boolean utf8 = before >= 0xc2 && before < 0xe0 && special >= 0x80 && special < 0xc0;
            int quote = before == '"' ? at - 1 : JsonBytes.UNUSUAL;
            assertThat(end).as("%x %x at %d", before, special, at).isEqualTo(utf8 ? PLACES : quote);
          }
        }
      }
    }
  }
}
