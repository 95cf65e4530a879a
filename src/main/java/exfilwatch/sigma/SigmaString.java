package exfilwatch.sigma;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.stream.IntStream;

/**
 * A text of a rule: characters and wildcards (Sigma specification, String Wildcard and Escape
 * Character), and what the transforming modifiers make of it. Immutable.
 */
final class SigmaString {
  /** Any number of characters. */
  static final int MANY = -1;

  /** One character. */
  static final int ONE = -2;

  /** One of the characters that Windows programs take for the dash of an option. */
  static final int DASH = -3;

  private static final String DASHES = "-/\u2013\u2014\u2015";

  /** UTF-16 units; the constants above are wildcards. */
  private final int[] units;

  /** The units are bytes that an encoding made, not characters. */
  private final boolean bytes;

  private SigmaString(int[] units, boolean bytes) {
    this.units = units;
    this.bytes = bytes;
  }

  /** Reads a rule's text: a backslash escapes a wildcard or a backslash, else it is itself. */
  static SigmaString parse(String text) {
    IntStream.Builder units = IntStream.builder();
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '\\' && i + 1 < text.length() && "*?\\".indexOf(text.charAt(i + 1)) >= 0) {
        units.add(text.charAt(++i));
      } else {
        units.add(c == '*' ? MANY : c == '?' ? ONE : c);
      }
    }
    return new SigmaString(units.build().toArray(), false);
  }

  static boolean isDash(char c) {
    return DASHES.indexOf(c) >= 0;
  }

  int[] units() {
    return units.clone();
  }

  boolean isEmpty() {
    return units.length == 0;
  }

  /** Whether there are wildcards. */
  boolean isPattern() {
    return Arrays.stream(units).anyMatch(u -> u < 0);
  }

  /** Without wildcards; null units don't occur. */
  String plain() {
    StringBuilder text = new StringBuilder(units.length);
    for (int unit : units) {
      text.append((char) unit);
    }
    return text.toString();
  }

  SigmaString openStart() {
    return units.length > 0 && units[0] == MANY ? this : join(new int[] {MANY}, units);
  }

  SigmaString openEnd() {
    return units.length > 0 && units[units.length - 1] == MANY
        ? this
        : join(units, new int[] {MANY});
  }

  /** The dash or slash before a word, when no word is before it, stands for all dashes. */
  SigmaString windash() {
    int[] result = units.clone();
    for (int i = 0; i + 1 < units.length; i++) {
      boolean dash = units[i] >= 0 && isDash((char) units[i]);
      if (dash && isWord(units[i + 1]) && (i == 0 || !isWord(units[i - 1]))) {
        result[i] = DASH;
      }
    }
    return new SigmaString(result, bytes);
  }

  /** The text's bytes in UTF-16, as a text whose characters are those bytes. */
  SigmaString wide(Charset charset, boolean byteOrderMark) {
    IntStream.Builder result = IntStream.builder();
    if (byteOrderMark) {
      result.add(0xff).add(0xfe);
    }
    for (int unit : units) {
      if (unit < 0) {
        result.add(unit);
      } else {
        int high = unit >> 8;
        int low = unit & 0xff;
        boolean bigEndian = charset.equals(StandardCharsets.UTF_16BE);
        result.add(bigEndian ? high : low).add(bigEndian ? low : high);
      }
    }
    return new SigmaString(result.build().toArray(), true);
  }

  /** Without wildcards only. */
  SigmaString base64() {
    return literal(Base64.getEncoder().encodeToString(toBytes()));
  }

  /** What Base64 makes of the text inside a longer one, at each of the three alignments. */
  List<SigmaString> base64Offsets() {
    byte[] content = toBytes();
    List<SigmaString> result = new ArrayList<>();
    for (int offset = 0; offset < 3; offset++) {
      byte[] shifted = new byte[offset + content.length];
      System.arraycopy(content, 0, shifted, offset, content.length);
      String encoded = Base64.getEncoder().encodeToString(shifted);
      // Characters at both ends that also depend on the neighbouring bytes
      int start = offset == 0 ? 0 : offset + 1;
      int cut = new int[] {0, 3, 2}[shifted.length % 3];
      result.add(literal(encoded.substring(start, Math.max(start, encoded.length() - cut))));
    }
    return result;
  }

  private byte[] toBytes() {
    return plain().getBytes(bytes ? StandardCharsets.ISO_8859_1 : StandardCharsets.UTF_8);
  }

  private static SigmaString literal(String text) {
    return new SigmaString(text.chars().toArray(), false);
  }

  private SigmaString join(int[] a, int[] b) {
    int[] result = Arrays.copyOf(a, a.length + b.length);
    System.arraycopy(b, 0, result, a.length, b.length);
    return new SigmaString(result, bytes);
  }

  private static boolean isWord(int unit) {
    return unit >= 0 && (Character.isLetterOrDigit(unit) || unit == '_');
  }
}
