package exfilwatch.correlation;

import exfilwatch.telemetry.Connection;
import exfilwatch.telemetry.Event;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * What an incident's outbound connections add up to.
 *
 * @param count connections opened
 * @param firstSeen record time of the first, epoch milliseconds; 0 without any
 * @param lastSeen record time of the last
 * @param bytesSent -1 when no source counted them
 * @param destinations the first {@link #MAX_DESTINATIONS} distinct ones
 * @param otherConnections connections to destinations beyond these
 */
public record ConnectionTotals(
    long count,
    long firstSeen,
    long lastSeen,
    long bytesSent,
    List<DestinationTotal> destinations,
    long otherConnections) {

  static final int MAX_DESTINATIONS = 100;

  static final ConnectionTotals NONE = new ConnectionTotals(0, 0, 0, -1, List.of(), 0);

  /**
   * The record of a connection's end brings its bytes, and counts only where its start is missing.
   */
  ConnectionTotals plus(Event event, Connection connection) {
    int known = indexOf(connection);
    boolean opened = !connection.closed() || known < 0;
    List<DestinationTotal> updated = new ArrayList<>(destinations);
    long others = otherConnections;
    if (known >= 0) {
      updated.set(known, merge(destinations.get(known), event, connection, opened ? 1 : 0));
    } else if (updated.size() < MAX_DESTINATIONS) {
      updated.add(
          new DestinationTotal(
              connection.destinationIp(),
              connection.destinationPort(),
              connection.destinationDomain(),
              1,
              event.time(),
              event.time()));
    } else {
      others++;
    }
    return new ConnectionTotals(
        count + (opened ? 1 : 0),
        count == 0 ? event.time() : Math.min(firstSeen, event.time()),
        Math.max(lastSeen, event.time()),
        addBytes(bytesSent, connection.bytesSent()),
        updated,
        others);
  }

  /** The same totals with names from {@code nameByIp} where the connections had none. */
  ConnectionTotals named(Map<String, String> nameByIp) {
    if (nameByIp.isEmpty() || destinations.isEmpty()) {
      return this;
    }
    List<DestinationTotal> named = new ArrayList<>(destinations.size());
    for (DestinationTotal total : destinations) {
      String name = total.domain() == null ? nameByIp.get(total.ip()) : total.domain();
      named.add(
          new DestinationTotal(
              total.ip(), total.port(), name, total.count(), total.firstSeen(), total.lastSeen()));
    }
    return new ConnectionTotals(count, firstSeen, lastSeen, bytesSent, named, otherConnections);
  }

  private int indexOf(Connection connection) {
    for (int i = 0; i < destinations.size(); i++) {
      DestinationTotal total = destinations.get(i);
      if (Objects.equals(total.ip(), connection.destinationIp())
          && total.port() == connection.destinationPort()
          && (total.ip() != null
              || Objects.equals(total.domain(), connection.destinationDomain()))) {
        return i;
      }
    }
    return -1;
  }

  private static DestinationTotal merge(
      DestinationTotal total, Event event, Connection connection, int opened) {
    String domain = total.domain() == null ? connection.destinationDomain() : total.domain();
    return new DestinationTotal(
        total.ip(),
        total.port(),
        domain,
        total.count() + opened,
        Math.min(total.firstSeen(), event.time()),
        Math.max(total.lastSeen(), event.time()));
  }

  private static long addBytes(long sum, long more) {
    return more < 0 ? sum : Math.max(sum, 0) + more;
  }
}
