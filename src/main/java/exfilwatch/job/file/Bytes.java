package exfilwatch.job.file;

/** Looks into byte arrays. */
final class Bytes {

  /** The byte order mark in UTF-8. */
  static final byte[] BOM = {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF};

  private Bytes() {}

  /** First index of {@code b} in {@code [from, to)}, or -1. */
  static int indexOf(byte b, byte[] bytes, int from, int to) {
    for (int i = from; i < to; i++) {
      if (bytes[i] == b) {
        return i;
      }
    }
    return -1;
  }

  static boolean startsWith(byte[] bytes, int from, byte... prefix) {
    if (bytes.length - from < prefix.length) {
      return false;
    }
    for (int i = 0; i < prefix.length; i++) {
      if (bytes[from + i] != prefix[i]) {
        return false;
      }
    }
    return true;
  }

  /** White space and control characters. */
  static boolean isBlank(byte b) {
    return b >= 0 && b <= ' ';
  }

  /** Blank, or a byte of the UTF-8 byte order mark; for places where no text may begin. */
  static boolean isBlankOrBom(byte b) {
    return isBlank(b) || b == BOM[0] || b == BOM[1] || b == BOM[2];
  }
}
