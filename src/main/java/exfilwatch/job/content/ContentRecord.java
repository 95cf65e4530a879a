package exfilwatch.job.content;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A record of the content topic.
 *
 * @param offset its place in the topic
 * @param id the key: the id of the document; empty when the record has none
 * @param text the document; null removes it
 * @param publication which publication it is part of, to be judged at its end; null when it stands
 *     for itself
 */
public record ContentRecord(
    long offset, String id, @Nullable String text, @Nullable String publication) {

  /** The key of the record that ends a publication. Its lines are all ids that are to remain. */
  public static final String END = "exfilwatch.publication";

  boolean isEnd() {
    return id.equals(END);
  }

  /** Of an end: the ids that are to remain; empty when it doesn't say. */
  List<String> remaining() {
    return text == null ? List.of() : text.lines().filter(line -> !line.isBlank()).toList();
  }
}
