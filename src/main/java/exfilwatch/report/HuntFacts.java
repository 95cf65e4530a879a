package exfilwatch.report;

import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * What a hunt's report says besides its incidents.
 *
 * @param created when the hunt ended
 * @param inputs as the user named them
 * @param events how many, by source and kind
 * @param skipped records of no use to this product, by reason
 * @param deadLetters records that could not be decoded, by reason
 * @param unread the same by file and reason, perhaps not all of them
 * @param excepted how many starts each exception silenced a rule on, by its title and id
 * @param hosts by {@code HostKey.hash}, perhaps not all of them
 * @param eventsOfOtherHosts events of hosts beyond those
 */
public record HuntFacts(
    Instant created,
    List<String> inputs,
    Map<String, Long> events,
    Map<String, Long> skipped,
    Map<String, Long> deadLetters,
    List<UnreadRecords> unread,
    Map<String, Long> excepted,
    Map<Long, HostTelemetry> hosts,
    long eventsOfOtherHosts) {

  static long sum(Map<String, Long> counts) {
    return counts.values().stream().mapToLong(Long::longValue).sum();
  }
}
