package exfilwatch.alert;

import exfilwatch.correlation.ConnectionTotals;
import exfilwatch.correlation.DestinationTotal;
import exfilwatch.destination.BackendMatch;
import exfilwatch.destination.BackendMatch.Declared;
import exfilwatch.destination.Destinations;
import exfilwatch.destination.ObservedDestination;
import exfilwatch.rclone.Invocation;
import exfilwatch.rclone.Remote;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Where an incident's data went, as observed.
 *
 * @param observed one for each of {@link ConnectionTotals#destinations}, in their order
 */
record DestinationView(List<ObservedDestination> observed) {

  static DestinationView of(
      Destinations destinations, ConnectionTotals totals, @Nullable Invocation invocation) {
    List<Declared> declared = invocation == null ? List.of() : declared(invocation);
    List<ObservedDestination> observed = new ArrayList<>(totals.destinations().size());
    for (DestinationTotal total : totals.destinations()) {
      observed.add(destinations.observed(declared, total.domain(), total.ip(), total.port()));
    }
    return new DestinationView(List.copyOf(observed));
  }

  /**
   * How the best fitting destination fits the command line, because a transfer also contacts others
   * (to sign in, say); null without connections.
   */
  @Nullable BackendMatch match() {
    return observed.stream()
        .map(ObservedDestination::match)
        .min(BackendMatch::compareTo)
        .orElse(null);
  }

  /** The storage that it talked to, the declared one first; null when none is known. */
  @Nullable ObservedDestination storage() {
    return observed.stream()
        .filter(ObservedDestination::isStorage)
        .min((a, b) -> a.match().compareTo(b.match()))
        .orElse(null);
  }

  /** Whether any connection went to a proxy of the organisation. */
  boolean viaProxy() {
    return observed.stream().anyMatch(ObservedDestination::viaProxy);
  }

  /** Whether none of the connections left the organisation; false without connections. */
  boolean staysInside() {
    return match() == BackendMatch.INTERNAL;
  }

  /** A source counts, too, because downloads and copies between clouds contact it. */
  private static List<Declared> declared(Invocation invocation) {
    return Stream.of(invocation.destination(), invocation.source())
        .filter(Objects::nonNull)
        .flatMap(DestinationView::leaves)
        .filter(remote -> !remote.isLocal())
        .map(
            remote ->
                new Declared(
                    remote.backend(),
                    remote.provider(),
                    remote.endpoint() != null ? remote.endpoint() : remote.intendedEndpoint(),
                    remote.hostPatterns()))
        .toList();
  }

  /** Of a wrapper what it stores to; a wrapper of an unknown remote declares nothing. */
  private static Stream<Remote> leaves(Remote remote) {
    return remote.wraps().isEmpty()
        ? Stream.of(remote)
        : remote.wraps().stream().flatMap(DestinationView::leaves);
  }
}
