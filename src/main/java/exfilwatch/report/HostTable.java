package exfilwatch.report;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Of each host with incidents: which telemetry it sent, and what is missing. */
final class HostTable {

  private static final int MAX_ROWS = 1_000;

  /** Longer tables are closed at first. */
  private static final int MAX_OPEN = 30;

  private final HuntFacts facts;

  /** By its telemetry, which several spellings of its name share, or by name where that is none. */
  private final Map<Object, Line> lines = new HashMap<>();

  /** A host by the name of its first incident. */
  private static final class Line {
    private final String name;
    private final @Nullable HostTelemetry telemetry;
    private long incidents;

    Line(String name, @Nullable HostTelemetry telemetry) {
      this.name = name;
      this.telemetry = telemetry;
    }

    List<String> missing() {
      List<String> missing = new ArrayList<>();
      if (telemetry != null) {
        add(missing, telemetry.starts(), "process starts");
        add(missing, telemetry.ends(), "process ends");
        add(missing, telemetry.connections(), "connections");
        add(missing, telemetry.names(), "name queries");
      }
      return missing;
    }

    private static void add(List<String> missing, long count, String kind) {
      if (count == 0) {
        missing.add(kind);
      }
    }
  }

  HostTable(HuntFacts facts) {
    this.facts = facts;
  }

  void add(JsonNode alert) {
    String name = alert.at("/host/name").asText();
    HostTelemetry telemetry = IncidentDetail.telemetry(alert, facts.hosts());
    Object key = telemetry != null ? telemetry : name;
    lines.computeIfAbsent(key, host -> new Line(name, telemetry)).incidents++;
  }

  String html() {
    List<Line> all = new ArrayList<>(lines.values());
    all.sort(
        Comparator.comparingInt((Line line) -> line.missing().size())
            .reversed()
            .thenComparing(line -> line.name));
    if (all.isEmpty()) {
      return "<p>No host has an incident.</p>\n";
    }
    StringBuilder html = new StringBuilder();
    long gaps = all.stream().filter(line -> !line.missing().isEmpty()).count();
    html.append("<p>");
    long uncounted = all.stream().filter(line -> line.telemetry == null).count();
    html.append(
        uncounted > 0
            ? uncounted + " hosts with incidents were not counted, as there were too many. "
            : "");
    html.append(
        gaps == 0
            ? (uncounted > 0 ? "Every other" : "Every")
                + " host with an incident sent starts and ends of processes, connections and name"
                + " queries."
            : gaps
                + " of "
                + all.size()
                + (all.size() == 1 ? " host" : " hosts")
                + " with incidents sent no telemetry of some kind in the whole hunt. There, that"
                + " nothing was seen proves nothing.");
    html.append("</p>\n<details").append(all.size() <= MAX_OPEN ? " open" : "");
    html.append("><summary>Telemetry of ").append(Html.number(all.size()));
    html.append(all.size() == 1 ? " host" : " hosts").append("</summary>\n<table><thead><tr>");
    html.append("<th scope=\"col\">Host</th>");
    for (String kind :
        new String[] {"Incidents", "Starts", "Ends", "Connections", "Name queries"}) {
      html.append("<th scope=\"col\" class=\"number\">").append(kind).append("</th>");
    }
    html.append("<th scope=\"col\">Longest silence</th><th scope=\"col\">Missing</th></tr>");
    html.append("</thead><tbody>\n");
    all.stream().limit(MAX_ROWS).forEach(line -> row(html, line));
    html.append("</tbody></table>\n");
    if (all.size() > MAX_ROWS) {
      html.append("<p>").append(all.size() - MAX_ROWS).append(" more hosts.</p>");
    }
    return html.append("</details>\n").toString();
  }

  private static void row(StringBuilder html, Line line) {
    html.append("<tr><th scope=\"row\">").append(Html.foreign(line.name)).append("</th>");
    number(html, line.incidents);
    HostTelemetry telemetry = line.telemetry;
    if (telemetry == null) {
      html.append("<td colspan=\"6\">not counted</td></tr>\n");
      return;
    }
    number(html, telemetry.starts());
    number(html, telemetry.ends());
    number(html, telemetry.connections());
    number(html, telemetry.names());
    HostTelemetry.Silence silence = telemetry.longestSilence();
    html.append("<td>");
    if (silence.hours() > 0) {
      html.append(silence.hours()).append(" h from ").append(minute(silence.from()));
    }
    html.append("</td><td class=\"missing\">").append(String.join(", ", line.missing()));
    html.append("</td></tr>\n");
  }

  private static void number(StringBuilder html, long number) {
    html.append("<td class=\"number\">").append(Html.number(number)).append("</td>");
  }

  /** {@code 2026-03-04 11:00}. */
  private static String minute(long time) {
    return Instant.ofEpochMilli(time).toString().substring(0, 16).replace('T', ' ');
  }
}
