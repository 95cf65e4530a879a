package exfilwatch.detection;

import exfilwatch.destination.Destination;
import exfilwatch.destination.Destinations;
import exfilwatch.sigma.Document;
import exfilwatch.telemetry.Connection;
import exfilwatch.telemetry.Dns;
import exfilwatch.telemetry.Event;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A connection or name query as rules and exceptions see it: the event, and whose service is at the
 * other end. A query is for the destination that it asks for.
 */
final class ActivityDocument implements Document {

  static final String PROVIDER = "exfil.destination.provider";

  /** What is found out about an activity, too; of a start the command line tells it. */
  static final Set<String> COMPUTED = Set.of(PROVIDER);

  private final Event activity;
  private final Destinations destinations;

  ActivityDocument(Event activity, Destinations destinations) {
    this.activity = activity;
    this.destinations = destinations;
  }

  @Override
  public @Nullable Object field(String name) {
    if (name.equals(PROVIDER)) {
      return provider();
    }
    Dns dns = activity.dns();
    if (dns != null && name.equals("destination.domain")) {
      return dns.question();
    }
    EventFields.Accessor accessor = EventFields.ACCESSORS.get(name);
    return accessor == null ? null : accessor.of(activity);
  }

  private @Nullable String provider() {
    Connection connection = activity.connection();
    Dns dns = activity.dns();
    String host = connection == null ? null : connection.destinationDomain();
    if (dns != null) {
      host = dns.question();
    }
    Destination service =
        host == null ? null : destinations.observed(List.of(), host, null, 0).service();
    return service == null ? null : service.provider();
  }

  @Override
  public void forEachText(Consumer<String> consumer) {
    new EventDocument(activity).forEachText(consumer);
  }
}
