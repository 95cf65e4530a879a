package exfilwatch.correlation;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The incidents of one host within a storm. A mutable POJO. */
public final class HostSummary {

  /** So many may stand for others; a host has few programs, users and destinations. */
  static final int MAX_OTHERS = 1_000;

  /** The worst of them, which the summary shows. */
  public @Nullable Incident worst;

  public long incidents;

  /** How many others each of them stands for, which grows while they go on. */
  public Map<String, Long> others = new HashMap<>();

  /** Whether there is more than the last summary told. */
  public boolean changed;

  public HostSummary() {}

  void add(Incident incident) {
    if (incident.stage() == Stage.STARTED || incidents == 0) {
      incidents++;
    }
    addOthers(incident);
    Incident before = worst;
    if (before == null || before.id().equals(incident.id()) || isWorse(incident, before)) {
      worst = incident;
      changed = true;
    }
    changed |= incident.stage() == Stage.STARTED;
  }

  private void addOthers(Incident incident) {
    long known = others.getOrDefault(incident.id(), 0L);
    if (incident.suppressed() > known && (known > 0 || others.size() < MAX_OTHERS)) {
      others.put(incident.id(), incident.suppressed());
      incidents += incident.suppressed() - known;
      changed = true;
    }
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
