package exfilwatch.correlation;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Reads what {@link PackedWriter} wrote. */
final class PackedReader {

  private final byte[] bytes;
  private int at;

  PackedReader(byte[] bytes, int at) {
    this.bytes = bytes;
    this.at = at;
  }

  int octet() {
    return bytes[at++] & 0xff;
  }

  long number() {
    long value = 0;
    int shift = 0;
    byte b;
    do {
      b = bytes[at++];
      value |= (b & 0x7fL) << shift;
      shift += 7;
    } while (b < 0);
    return value;
  }

  @Nullable String text() {
    long tag = number();
    if (tag == 0) {
      return null;
    }
    int length = (int) ((tag - 1) >> 1);
    if ((tag & 1) == 1) {
      at += length;
      return new String(bytes, at - length, length, ISO_8859_1);
    }
    char[] units = new char[length];
    for (int i = 0; i < length; i++) {
      units[i] = (char) (octet() << 8 | octet());
    }
    return new String(units);
  }

  /** A text that is never absent. */
  String present() {
    return Objects.requireNonNull(text());
  }

  @Nullable List<String> texts() {
    int size = (int) number() - 1;
    if (size < 0) {
      return null;
    }
    String[] texts = new String[size];
    for (int i = 0; i < size; i++) {
      texts[i] = text();
    }
    return Arrays.asList(texts);
  }

  /** Texts that are never absent. */
  List<String> presentTexts() {
    return Objects.requireNonNull(texts());
  }
}
