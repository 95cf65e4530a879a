package exfilwatch.correlation;

import static java.nio.charset.StandardCharsets.UTF_8;

import exfilwatch.detection.RuleHit;
import exfilwatch.detection.Suspicion;
import exfilwatch.telemetry.Connection;
import exfilwatch.telemetry.Dns;
import exfilwatch.telemetry.Event;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What is remembered of one open incident; its size is bounded whatever its processes do. A mutable
 * POJO, because it changes with every event of the incident; only {@link IncidentLife} holds one.
 */
@SuppressWarnings("NullAway.Init") // filled by opened() or by the state backend
public final class IncidentState {

  static final int MAX_PROCESSES = 1_000;
  static final int MAX_NAMES = 1_000;

  public String id;

  /** The start that the incident is about: of all its suspicious starts the one with most rules. */
  public Event start;

  public List<RuleHit> rules;
  public List<String> sources;

  /** Keys of its processes that have not ended. */
  public List<String> running;

  /** The first outbound connection that the pattern should see, kept in case the pattern can't. */
  public @Nullable Event firstConnection;

  /** The connection that completed the correlation; null before that. */
  public @Nullable Event connection;

  public ConnectionTotals totals;

  /** Names that its processes resolved, by address. */
  public Map<String, String> nameByIp;

  public boolean networkTelemetry;

  /** Event time of the first start and of the last start or connection, epoch milliseconds. */
  public long opened;

  public long lastActivity;

  /** Event time at which the last of its processes ended; 0 while one runs. */
  public long ended;

  /** When the incident's one timer fires, epoch milliseconds; 0 when none is set. */
  public long timer;

  /** Whether the closing alert is out; further activity opens the incident again. */
  public boolean closed;

  public IncidentState() {}

  static IncidentState opened(CaseEvent opening, Suspicion suspicion) {
    IncidentState state = new IncidentState();
    state.id = UUID.nameUUIDFromBytes(opening.incidentKey().getBytes(UTF_8)).toString();
    state.start = opening.event();
    state.rules = new ArrayList<>(suspicion.rules());
    state.sources = new ArrayList<>(List.of(opening.event().source()));
    state.running = new ArrayList<>(List.of(opening.processKey()));
    state.totals = ConnectionTotals.NONE;
    state.nameByIp = new HashMap<>();
    state.opened = opening.event().time();
    state.lastActivity = state.opened;
    return state;
  }

  /** Another suspicious start: a child that does the work of a wrapper, or a second source. */
  void join(CaseEvent start, Suspicion suspicion) {
    boolean tellsMore = suspicion.rules().size() > rules.size();
    if (tellsMore) {
      this.start = start.event();
    }
    for (RuleHit hit : suspicion.rules()) {
      if (rules.stream().noneMatch(known -> known.id().equals(hit.id()))) {
        rules.add(hit);
      }
    }
    rules.sort(Comparator.comparingInt(RuleHit::riskScore).reversed());
    if (!sources.contains(start.event().source())) {
      sources.add(start.event().source());
    }
    child(start);
  }

  void child(CaseEvent start) {
    if (!running.contains(start.processKey()) && running.size() < MAX_PROCESSES) {
      running.add(start.processKey());
      ended = 0;
    }
    active(start.event().time());
  }

  void end(CaseEvent end) {
    if (running.remove(end.processKey()) && running.isEmpty()) {
      ended = Math.max(end.event().time(), lastActivity);
    }
  }

  void connect(Event event, Connection opened) {
    totals = totals.plus(event, opened);
    if (firstConnection == null) {
      firstConnection = event;
    }
    active(event.time());
  }

  void resolved(Dns dns) {
    for (String ip : dns.resolvedIps()) {
      if (nameByIp.size() < MAX_NAMES) {
        nameByIp.put(ip, dns.question());
      }
    }
  }

  private void active(long time) {
    lastActivity = Math.max(lastActivity, time);
    closed = false;
  }

  Incident at(Stage stage, long time) {
    return new Incident(
        id,
        stage,
        time,
        start,
        List.copyOf(rules),
        List.copyOf(sources),
        connection == null ? null : named(connection),
        totals.named(nameByIp),
        networkTelemetry,
        ended);
  }

  private Event named(Event event) {
    Connection opened = event.connection();
    if (opened == null || opened.destinationDomain() != null || opened.destinationIp() == null) {
      return event;
    }
    String name = nameByIp.get(opened.destinationIp());
    return name == null ? event : event.withConnection(opened.withDestinationDomain(name));
  }
}
