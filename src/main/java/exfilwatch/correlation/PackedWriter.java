package exfilwatch.correlation;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Bytes that grow: numbers of variable length, texts in one byte a character where that will do.
 */
final class PackedWriter {

  /** Longest number: seven bits a byte. */
  private static final int LONGEST_NUMBER = 10;

  /**
   * No text that is kept is longer, in characters; Windows allows command lines of 32,767. A sensor
   * that delivers more must not make state grow with it.
   */
  static final int LONGEST_TEXT = 1 << 16;

  private byte[] bytes;
  private int length;

  PackedWriter(int expected) {
    bytes = new byte[expected];
  }

  void octet(int value) {
    require(1);
    bytes[length++] = (byte) value;
  }

  void fixedInt(int value) {
    require(Integer.BYTES);
    Packed.putInt(bytes, length, value);
    length += Integer.BYTES;
  }

  void fixedLong(long value) {
    require(Long.BYTES);
    Packed.putLong(bytes, length, value);
    length += Long.BYTES;
  }

  /** Small numbers take few bytes, negative ones ten. */
  void number(long value) {
    require(LONGEST_NUMBER);
    long rest = value;
    while ((rest & ~0x7fL) != 0) {
      bytes[length++] = (byte) (rest | 0x80);
      rest >>>= 7;
    }
    bytes[length++] = (byte) rest;
  }

  /** UTF-16 units as they are, so that nothing hostile is changed; too long a text is cut. */
  void text(@Nullable String whole) {
    if (whole == null) {
      number(0);
      return;
    }
    String text = cut(whole);
    int before = length;
    number(((long) text.length() << 1) + 1);
    require(text.length());
    int all = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      all |= c;
      bytes[length + i] = (byte) c;
    }
    if (all < 0x100) {
      length += text.length();
    } else {
      length = before;
      wide(text);
    }
  }

  private void wide(String text) {
    number(((long) text.length() << 1) + 2);
    require(2 * text.length());
    for (int i = 0; i < text.length(); i++) {
      bytes[length++] = (byte) (text.charAt(i) >> 8);
      bytes[length++] = (byte) text.charAt(i);
    }
  }

  /** After a word, so that no half secret or name is left, unless the word is the text. */
  private static String cut(String text) {
    if (text.length() <= LONGEST_TEXT) {
      return text;
    }
    int blank = text.lastIndexOf(' ', LONGEST_TEXT);
    int until = blank > LONGEST_TEXT / 2 ? blank : LONGEST_TEXT;
    return text.substring(0, until)
        + String.format(Locale.ROOT, " …[%,d more]", text.length() - until);
  }

  /** All together are as long as one may be. */
  void texts(@Nullable List<String> all) {
    if (all == null) {
      number(0);
      return;
    }
    List<String> texts = cut(all);
    number(texts.size() + 1L);
    for (String text : texts) {
      text(text);
    }
  }

  private static List<String> cut(List<String> texts) {
    int length = 0;
    for (int i = 0; i < texts.size(); i++) {
      length += texts.get(i).length() + 1;
      if (length > LONGEST_TEXT && i > 0) {
        List<String> kept = new ArrayList<>(texts.subList(0, i));
        kept.add(String.format(Locale.ROOT, "…[%,d more]", texts.size() - i));
        return kept;
      }
    }
    return texts;
  }

  byte[] toBytes() {
    return length == bytes.length ? bytes : Arrays.copyOf(bytes, length);
  }

  private void require(int more) {
    if (bytes.length - length < more) {
      bytes = Arrays.copyOf(bytes, Math.max(2 * bytes.length, length + more));
    }
  }
}
