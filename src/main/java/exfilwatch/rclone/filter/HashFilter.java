package exfilwatch.rclone.filter;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.text.Normalizer;
import java.util.Locale;

/**
 * {@code --hash-filter K/N} (rclone 1.70): one of N parts of the files, by the hash of their paths.
 *
 * @param k the part, unsigned, already modulo n; 0 where it is drawn
 * @param n the number of parts, unsigned
 * @param random whether rclone draws the part ({@code @/N}): then nobody else knows which files it
 *     takes
 */
public record HashFilter(long k, long n, boolean random) {

  /**
   * Reads the flag's value.
   *
   * @throws BadValueException where rclone refuses it, with its message
   */
  public static HashFilter parse(String text) throws BadValueException {
    int slash = text.indexOf('/');
    if (slash < 0) {
      throw new BadValueException("filter: --hash-filter: no / found");
    }
    String part = text.substring(0, slash);
    long n = number("N", text.substring(slash + 1));
    if (n == 0) {
      throw new BadValueException("filter: --hash-filter: N must be greater than 0");
    }
    boolean random = part.equals("@");
    return new HashFilter(random ? 0 : Long.remainderUnsigned(number("K", part), n), n, random);
  }

  private static long number(String name, String digits) throws BadValueException {
    try {
      return GoText.parseUint(digits);
    } catch (BadValueException e) {
      throw new BadValueException(
          "filter: --hash-filter: can't parse "
              + name
              + "="
              + GoText.quote(digits)
              + ": "
              + e.getMessage());
    }
  }

  /** Whether the path is in the part; true for all where the part is drawn. */
  public boolean includes(String path) {
    if (random) {
      return true;
    }
    String normalised = Normalizer.normalize(path, Normalizer.Form.NFC).toLowerCase(Locale.ROOT);
    try {
      byte[] hash =
          MessageDigest.getInstance("MD5").digest(normalised.getBytes(StandardCharsets.UTF_8));
      return Long.remainderUnsigned(
              ByteBuffer.wrap(hash).order(ByteOrder.LITTLE_ENDIAN).getLong(), n)
          == k;
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has MD5", e);
    }
  }

  @Override
  public String toString() {
    return (random ? "@" : unsigned(k)) + "/" + unsigned(n);
  }

  private static String unsigned(long value) {
    return Long.toUnsignedString(value);
  }
}
