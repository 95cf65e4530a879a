package exfilwatch.job.file;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/**
 * UTF-16 as PowerShell writes it, read as UTF-8. Unlike the JDK's decoder it replaces each broken
 * code unit by itself, so that damage can't swallow the line's end, and every byte can be traced
 * back: see {@link #width}.
 */
final class Utf16Input extends FilterInputStream {

  private static final int REPLACEMENT = 0xFFFD;

  private final boolean littleEndian;
  private final byte[] units = new byte[1 << 15];
  private int at;
  private int end;
  private final byte[] encoded = new byte[4];
  private int pending;
  private int pendingAt;

  /**
   * @param in after its byte order mark
   */
  Utf16Input(InputStream in, boolean littleEndian) {
    super(in);
    this.littleEndian = littleEndian;
  }

  /** How many bytes of the UTF-16 stand for this byte of the UTF-8. */
  static int width(byte utf8) {
    if (utf8 >= 0) {
      return 2;
    }
    int b = utf8 & 0xFF;
    return b < 0xC0 ? 0 : b < 0xF0 ? 2 : 4;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
  }

  @Override
  public int read(byte[] target, int offset, int length) throws IOException {
    int written = 0;
    while (written < length) {
      if (pendingAt < pending) {
        target[offset + written++] = encoded[pendingAt++];
        continue;
      }
      if (end - at < 4 && !fill() && at == end) {
        break;
      }
      int unit = next();
      if (unit < 0x80) {
        target[offset + written++] = (byte) unit;
      } else {
        encode(unit);
      }
    }
    return written == 0 && length > 0 ? -1 : written;
  }

  /** The next code point; a surrogate without its partner is replaced. */
  private int next() {
    if (end - at == 1) {
      at = end;
      return REPLACEMENT;
    }
    char unit = unitAt(at);
    at += 2;
    if (!Character.isSurrogate(unit)) {
      return unit;
    }
    if (Character.isHighSurrogate(unit) && end - at >= 2) {
      char low = unitAt(at);
      if (Character.isLowSurrogate(low)) {
        at += 2;
        return Character.toCodePoint(unit, low);
      }
    }
    return REPLACEMENT;
  }

  private char unitAt(int index) {
    int first = units[index] & 0xFF;
    int second = units[index + 1] & 0xFF;
    return (char) (littleEndian ? second << 8 | first : first << 8 | second);
  }

  private void encode(int codePoint) {
    pendingAt = 0;
    pending = 0;
    if (codePoint < 0x800) {
      encoded[pending++] = (byte) (0xC0 | codePoint >> 6);
    } else if (codePoint < 0x10000) {
      encoded[pending++] = (byte) (0xE0 | codePoint >> 12);
      encoded[pending++] = continuation(codePoint >> 6);
    } else {
      encoded[pending++] = (byte) (0xF0 | codePoint >> 18);
      encoded[pending++] = continuation(codePoint >> 12);
      encoded[pending++] = continuation(codePoint >> 6);
    }
    encoded[pending++] = continuation(codePoint);
  }

  private static byte continuation(int bits) {
    return (byte) (0x80 | (bits & 0x3F));
  }

  /** Reads until a whole code point is there; false when the input has ended. */
  private boolean fill() throws IOException {
    System.arraycopy(units, at, units, 0, end - at);
    end -= at;
    at = 0;
    while (end < 4) {
      int n = in.read(units, end, units.length - end);
      if (n < 0) {
        return false;
      }
      end += n;
    }
    return true;
  }
}
