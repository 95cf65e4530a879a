package exfilwatch.telemetry;

import org.jspecify.annotations.Nullable;

/**
 * A network connection. As in ECS, the source is the end that opened it and the destination the end
 * that accepted it, so the remote end depends on the direction.
 *
 * @param transport {@code tcp}, {@code udp}, {@code icmp} …; null when absent
 * @param sourceIp address in canonical text form (IPv4-mapped IPv6 as IPv4); null when absent
 * @param sourcePort 0 when absent
 * @param destinationIp like {@code sourceIp}
 * @param destinationPort 0 when absent
 * @param destinationDomain the name that the source gives for the destination; null when absent
 * @param bytesSent bytes that this host sent, -1 when the source doesn't count them
 * @param bytesReceived bytes that this host received, -1 when the source doesn't count them
 * @param closed true for a record of the end of a connection that has (or had) a record of its
 *     start
 */
public record Connection(
    Direction direction,
    @Nullable String transport,
    @Nullable String sourceIp,
    int sourcePort,
    @Nullable String destinationIp,
    int destinationPort,
    @Nullable String destinationDomain,
    long bytesSent,
    long bytesReceived,
    boolean closed) {

  /** This connection with a name for its destination. */
  public Connection withDestinationDomain(String domain) {
    return new Connection(
        direction,
        transport,
        sourceIp,
        sourcePort,
        destinationIp,
        destinationPort,
        domain,
        bytesSent,
        bytesReceived,
        closed);
  }
}
