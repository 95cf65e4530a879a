package exfilwatch.telemetry.decode;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;

/** Finds what is not UTF-8. */
final class Utf8 {
  private Utf8() {}

  /** Position of the first bytes that are not UTF-8; -1 when all are. */
  static int firstInvalid(byte[] bytes, int from, int end) {
    return firstInvalid(bytes, from, end, true);
  }

  /**
   * @param complete whether a character that ends behind {@code end} is invalid
   */
  static int firstInvalid(byte[] bytes, int from, int end, boolean complete) {
    CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder();
    ByteBuffer in = ByteBuffer.wrap(bytes, from, end - from);
    CharBuffer out = CharBuffer.allocate(4096);
    while (true) {
      CoderResult result = decoder.decode(in, out, complete);
      if (result.isError()) {
        return in.position();
      }
      if (result.isUnderflow()) {
        return -1;
      }
      out.clear();
    }
  }
}
