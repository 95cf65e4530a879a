package exfilwatch.destination;

import org.jspecify.annotations.Nullable;

/**
 * What is known of a destination that a process connected to.
 *
 * @param service its entry of the catalogue, by its name; null when it isn't in there or has no
 *     name
 * @param match how it fits the command line
 * @param internal whether the address is the host's own, private, or in the organisation's networks
 * @param viaProxy whether it is a proxy of the organisation; then {@code service}, if known, is
 *     what lies behind it
 */
public record ObservedDestination(
    @Nullable Destination service, BackendMatch match, boolean internal, boolean viaProxy) {

  /** As alerts name it; null when unknown. */
  public @Nullable String provider() {
    return service == null ? null : service.provider();
  }

  /** Whether it is known that files can be left there. */
  public boolean isStorage() {
    return service != null && service.isStorage();
  }
}
