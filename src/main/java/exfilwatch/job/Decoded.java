package exfilwatch.job;

import exfilwatch.telemetry.Event;
import org.jspecify.annotations.Nullable;

/**
 * What became of a record: exactly one of an event, a dead letter, or the reason why it is of no
 * use to this product (a file or registry event, say).
 */
public record Decoded(
    @Nullable Event event, @Nullable DeadLetter deadLetter, @Nullable String skipped) {

  static Decoded of(Event event) {
    return new Decoded(event, null, null);
  }

  static Decoded dead(DeadLetter letter) {
    return new Decoded(null, letter, null);
  }

  static Decoded skipped(String why) {
    return new Decoded(null, null, why);
  }
}
