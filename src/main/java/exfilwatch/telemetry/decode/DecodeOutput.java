package exfilwatch.telemetry.decode;

import exfilwatch.telemetry.Event;
import exfilwatch.telemetry.Sighting;

/**
 * Takes what one record holds. A record can hold several events (an array, a batch of lines), so
 * each method may be called any number of times for one record.
 */
public interface DecodeOutput {

  /** An event that this product uses. */
  void event(Event event);

  /**
   * An event that this product uses, of which most may not have been read yet; only valid during
   * the call. Called in place of {@link #event} where {@link #wantsSightings} says so.
   */
  default void sighted(Sighting sighting) {
    event(sighting.event());
  }

  /** Whether {@link #sighted} does with less than all of each event. */
  default boolean wantsSightings() {
    return false;
  }

  /**
   * A valid record of a kind that this product doesn't use.
   *
   * @param source the source's name, {@code none} for an empty record
   * @param why one of a small fixed set of texts, fit as a counter's name
   */
  void skipped(String source, String why);

  /**
   * The record, or one element of it, is a dead letter.
   *
   * @param detail one line: which element, which field, what was found; no content beyond a few
   *     characters
   */
  void rejected(RejectReason reason, String detail);
}
