package exfilwatch.correlation;

import static java.nio.charset.StandardCharsets.UTF_8;

import exfilwatch.detection.CommandLines;
import exfilwatch.detection.ContentVersion;
import exfilwatch.detection.RuleHit;
import exfilwatch.detection.Suspicion;
import exfilwatch.telemetry.Connection;
import exfilwatch.telemetry.Dns;
import exfilwatch.telemetry.Event;
import exfilwatch.telemetry.EventKind;
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
  public ContentVersion content = ContentVersion.NONE;
  public List<String> sources;

  /** Keys of its processes → whether they run. */
  public Map<String, Boolean> processes;

  public int running;

  public RecentIds recentIds;
  public String likeness;

  /** No start was seen, only activity. */
  public boolean startUnseen;

  /** Whether one of its programs moves data only on request, perhaps long after its start. */
  public boolean waitsForRequests;

  public boolean lateConnection;
  public boolean clockAhead;

  /** What did not fit into the bounded parts. */
  public long cut;

  /** The first outbound connection that the pattern should see, kept in case the pattern can't. */
  public @Nullable Event firstConnection;

  /** The connection that completed the correlation; null before that. */
  public @Nullable Event connection;

  public ConnectionTotals totals;

  public Timeline timeline = Timeline.EMPTY;

  /** Names that its processes resolved, by address. */
  public Map<String, String> nameByIp;

  public boolean networkTelemetry;

  /** Event time of the first start and of the last start or connection, epoch milliseconds. */
  public long opened;

  /** Event time of the last suspicious start. */
  public long lastStart;

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
    state.content = suspicion.content();
    state.sources = new ArrayList<>(List.of(opening.event().source()));
    state.processes = new HashMap<>();
    state.recentIds = new RecentIds();
    state.likeness = Likeness.of(opening.event(), suspicion.rules().get(0));
    state.totals = ConnectionTotals.NONE;
    state.nameByIp = new HashMap<>();
    state.opened = opening.event().time();
    state.lastStart = state.opened;
    state.lastActivity = state.opened;
    state.startUnseen = opening.event().kind() != EventKind.PROCESS_START;
    state.waitsForRequests = CommandLines.waitsForRequests(opening.event());
    state.run(opening);
    state.isNew(opening);
    return state;
  }

  /** Whether the event has not been here before; the delivery of a record may be repeated. */
  boolean isNew(CaseEvent event) {
    if (event.step() != CaseEvent.Step.NETWORK_TELEMETRY) {
      clockAhead |= event.event().clockAhead();
      return recentIds.add(event);
    }
    return true;
  }

  /** Another suspicious start: a child that does the work of a wrapper, or a second source. */
  void join(CaseEvent start, Suspicion suspicion) {
    boolean isStart = start.event().kind() == EventKind.PROCESS_START;
    if (isStart && (startUnseen || suspicion.rules().size() > rules.size())) {
      this.start = start.event();
      startUnseen = false;
    }
    waitsForRequests |= isStart && CommandLines.waitsForRequests(start.event());
    opened = Math.min(opened, start.event().time());
    lastStart = Math.max(lastStart, start.event().time());
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
    run(start);
    active(start.event().time());
  }

  /** A process that has ended doesn't run again because a second source tells of its start. */
  private void run(CaseEvent start) {
    String processKey = start.processKey();
    timeline = timeline.started(start);
    if (processes.containsKey(processKey)) {
      return;
    }
    if (processes.size() >= MAX_PROCESSES) {
      cut++;
      return;
    }
    processes.put(processKey, true);
    running++;
    ended = 0;
  }

  void end(CaseEvent end) {
    timeline = timeline.ended(end);
    if (Boolean.TRUE.equals(processes.get(end.processKey()))) {
      processes.put(end.processKey(), false);
      running--;
      if (running == 0) {
        ended = Math.max(end.event().time(), lastActivity);
      }
    }
  }

  void connect(Event event, Connection opened) {
    totals = totals.plus(event, opened);
    if (firstConnection == null || event.time() < firstConnection.time()) {
      firstConnection = event;
    }
    active(event.time());
  }

  void resolved(Event event, Dns dns) {
    timeline = timeline.resolved(event, dns);
    for (String ip : dns.resolvedIps()) {
      if (nameByIp.size() < MAX_NAMES || nameByIp.containsKey(ip)) {
        nameByIp.put(ip, dns.question());
      } else {
        cut++;
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
        ended,
        opened,
        likeness,
        new Caveats(startUnseen, lateConnection, clockAhead, cut),
        0,
        false,
        stage == Stage.CLOSED ? timeline : Timeline.EMPTY,
        content);
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
