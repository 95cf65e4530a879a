package exfilwatch.correlation;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What {@link Suppress} remembers of incidents like each other; bounded. A mutable POJO. */
@SuppressWarnings("NullAway.Init") // filled by Suppress or by the state backend
public final class SimilarIncidents {

  static final int MAX_TOLD = 200;
  static final int MAX_NETWORKS = 200;

  /** In one window so many are told although they are like the first, because they are worse. */
  static final int MAX_WORSE = 20;

  /** An incident whose alerts go out. */
  public static final class Told {
    public String id;
    public boolean started;
    public boolean correlated;

    /** Connections in its last closing alert; -1 before that. */
    public long connections = -1;

    /** Incidents that it stands for, and how many its last closing alert said. */
    public long others;

    public long othersTold;

    public Told() {}

    static Told of(Incident incident) {
      Told told = new Told();
      told.id = incident.id();
      return told;
    }
  }

  public List<Told> told = new ArrayList<>();

  /** The one that later ones are counted with; null when the window is over. */
  public @Nullable String first;

  /** The last closing of {@code first}, to be told again with its final count. */
  public @Nullable Incident closed;

  /** Opening times of the first and the last of the window, event time, epoch milliseconds. */
  public long since = Long.MIN_VALUE;

  public long last = Long.MIN_VALUE;

  /** The highest risk that was told, and where those that were told connected to. */
  public int risk;

  public List<String> networks = new ArrayList<>();
  public int worse;
  public long timer;

  public SimilarIncidents() {}

  @Nullable Told told(@Nullable String id) {
    for (Told one : told) {
      if (one.id.equals(id)) {
        return one;
      }
    }
    return null;
  }

  Told tell(Incident incident) {
    Told one = Told.of(incident);
    if (told.size() >= MAX_TOLD) {
      told.removeIf(old -> old == told.get(0));
    }
    told.add(one);
    return one;
  }

  void begin(Incident incident) {
    first = incident.id();
    closed = null;
    since = incident.opened();
    last = Math.max(last, incident.opened());
    worse = 0;
  }

  /** Remembers what readers of the alerts know by this one. */
  void know(Incident incident) {
    risk = Math.max(risk, incident.risk());
    for (String network : Networks.of(incident)) {
      if (networks.size() < MAX_NETWORKS && !networks.contains(network)) {
        networks.add(network);
      }
    }
  }

  /** Whether the incident is riskier or went elsewhere than those that were told. */
  boolean isWorse(Incident incident) {
    return worse < MAX_WORSE
        && (incident.risk() > risk || !networks.containsAll(Networks.of(incident)));
  }
}
