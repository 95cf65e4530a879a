package exfilwatch.simulate;

import org.jspecify.annotations.Nullable;

/**
 * A network connection, seen from the machine.
 *
 * @param outbound whether the machine opened it
 * @param transport {@code tcp} or {@code udp}
 * @param sent bytes that the machine sent in its whole life
 * @param received bytes that the machine received in its whole life
 * @param remoteName the name that the process asked for; null when there was none
 */
record Flow(
    boolean outbound,
    String transport,
    String localIp,
    int localPort,
    String remoteIp,
    int remotePort,
    long sent,
    long received,
    @Nullable String remoteName) {

  String sourceIp() {
    return outbound ? localIp : remoteIp;
  }

  int sourcePort() {
    return outbound ? localPort : remotePort;
  }

  String destinationIp() {
    return outbound ? remoteIp : localIp;
  }

  int destinationPort() {
    return outbound ? remotePort : localPort;
  }

  boolean ipv6() {
    return remoteIp.indexOf(':') >= 0;
  }

  /** IANA number of the transport. */
  int protocolNumber() {
    return transport.equals("udp") ? 17 : 6;
  }
}
