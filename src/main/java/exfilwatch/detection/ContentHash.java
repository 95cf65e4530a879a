package exfilwatch.detection;

import static java.nio.charset.StandardCharsets.UTF_8;

import exfilwatch.destination.DestinationContent;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;

/** The same for the same texts, whatever files and order they came in. */
final class ContentHash {

  private static final int BYTES = 6;

  private ContentHash() {}

  static String of(List<ContentDocument> documents, DestinationContent destinations) {
    MessageDigest digest = sha256();
    documents.stream()
        .sorted(Comparator.comparing(ContentDocument::id))
        .forEach(
            document -> {
              add(digest, document.id());
              add(digest, document.text());
            });
    add(digest, destinations.catalogue());
    return HexFormat.of().formatHex(digest.digest(), 0, BYTES);
  }

  private static void add(MessageDigest digest, String text) {
    digest.update(text.strip().getBytes(UTF_8));
    digest.update((byte) 0);
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
