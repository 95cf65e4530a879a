package exfilwatch.correlation;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The incidents of one host within a storm. A mutable POJO. */
public final class HostSummary {

  /** The worst of them, which the summary shows. */
  public @Nullable Incident worst;

  public long incidents;

  /** Whether there is more than the last summary told. */
  public boolean changed;

  public HostSummary() {}

  void add(Incident incident) {
    if (incident.stage() == Stage.STARTED || incidents == 0) {
      incidents += 1 + incident.suppressed();
    }
    Incident before = worst;
    if (before == null || before.id().equals(incident.id()) || isWorse(incident, before)) {
      worst = incident;
      changed = true;
    }
    changed |= incident.stage() == Stage.STARTED;
  }

  private static boolean isWorse(Incident one, Incident other) {
    boolean connected = one.connection() != null;
    return connected != (other.connection() != null) ? connected : one.risk() > other.risk();
  }

  /**
   * The incident that stands for all of them.
   *
   * @param key of bucket and host, so that a summary has the same id at every replay
   */
  @Nullable Incident toIncident(String key) {
    Incident shown = worst;
    return shown == null
        ? null
        : shown.asSummary(
            UUID.nameUUIDFromBytes(("storm/" + key).getBytes(UTF_8)).toString(),
            shown.time(),
            incidents - 1);
  }
}
