package exfilwatch.job.content;

import java.util.List;

/**
 * What the changes up to a place in the topic have come to.
 *
 * @param next the offset of the next change
 * @param waiting changes of a publication that has not ended
 */
public record ContentPosition(long next, ContentUpdate accepted, List<ContentRecord> waiting) {

  static ContentPosition at(long next) {
    return new ContentPosition(next, ContentUpdate.NONE, List.of());
  }
}
