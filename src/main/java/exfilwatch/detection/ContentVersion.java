package exfilwatch.detection;

import java.io.Serializable;

/**
 * Which rules, exceptions and destinations decided.
 *
 * @param number how many times the running job has taken changes; 0 for what it was started with
 * @param hash twelve hexadecimal digits of the content itself: the same texts have the same
 */
public record ContentVersion(long number, String hash) implements Serializable {

  /** Of detections that have none. */
  public static final ContentVersion NONE = new ContentVersion(0, "");

  @Override
  public String toString() {
    return hash;
  }
}
