package exfilwatch.correlation;

import exfilwatch.telemetry.Connection;
import exfilwatch.telemetry.Event;
import java.util.Arrays;

/**
 * Which records an incident has had last, so that a repeated delivery changes nothing: hashes of
 * the vendor's id, or of the content where the vendor gives none. A mutable POJO.
 */
public final class RecentIds {

  static final int REMEMBERED = 256;

  /** A ring; zeros are free places. */
  public long[] hashes = new long[0];

  /** Where the next one goes. */
  public int next;

  /** Whether this is new, which it is not any more then. */
  boolean add(CaseEvent record) {
    long hash = hash(record);
    for (long known : hashes) {
      if (known == hash) {
        return false;
      }
    }
    if (hashes.length < REMEMBERED && next == hashes.length) {
      hashes = Arrays.copyOf(hashes, Math.max(8, hashes.length * 2));
    }
    hashes[next] = hash;
    next = next + 1 == REMEMBERED ? 0 : next + 1;
    return true;
  }

  private static long hash(CaseEvent record) {
    Event event = record.event();
    long hash = mix(0xcbf29ce484222325L, record.step().name());
    hash = mix(hash, record.processKey());
    hash = mix(hash, event.source());
    hash = mix(hash, event.kind().name());
    if (event.id() != null) {
      hash = mix(hash, event.id());
    } else {
      hash = mix(hash, Long.toString(event.time()));
      hash = mix(hash, String.valueOf(event.dns()));
    }
    Connection connection = event.connection();
    return connection == null ? hash : mix(hash, connection.toString());
  }

  private static long mix(long hash, String text) {
    long mixed = hash;
    for (int i = 0; i < text.length(); i++) {
      mixed = (mixed ^ text.charAt(i)) * 0x100000001b3L;
    }
    return (mixed ^ 0xff) * 0x100000001b3L | 1;
  }
}
