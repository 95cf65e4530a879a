package exfilwatch.detection;

import java.time.LocalDate;

/**
 * An exception, as its author describes it (the name avoids Java's own).
 *
 * @param id stable; the title where the file has neither id nor name
 * @param owner who answers for it
 * @param expiry the last day on which it applies, in UTC
 * @param reason empty when absent
 * @param scope what it silences, in words
 */
public record Exemption(
    String id, String title, String owner, LocalDate expiry, String reason, String scope) {

  /** Whether it no longer applies on a day. */
  public boolean isExpired(LocalDate day) {
    return day.isAfter(expiry);
  }

  @Override
  public String toString() {
    return title.equals(id) ? title : title + " (" + id + ")";
  }
}
