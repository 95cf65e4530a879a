package exfilwatch.report;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** An incident in one line: what the list shows, sorts by and searches in. */
record IncidentRow(
    String id,
    int score,
    String severity,
    String opened,
    String host,
    String user,
    String program,
    boolean renamed,
    String taken,
    String destination,
    long connections,
    long bytes,
    long standsFor,
    String commandLine,
    String message) {

  private static final int MAX_COMMAND_LINE = 300;

  static IncidentRow of(JsonNode alert) {
    JsonNode exfil = alert.path("exfil");
    JsonNode user = alert.path("user");
    String domain = user.path("domain").asText();
    String commandLine = alert.at("/process/command_line").asText();
    return new IncidentRow(
        exfil.at("/incident/id").asText(),
        alert.at("/event/risk_score").asInt(),
        exfil.at("/risk/severity").asText(),
        alert.at("/event/start").asText(),
        alert.at("/host/name").asText(),
        (domain.isEmpty() ? "" : domain + "\\") + user.path("name").asText(),
        alert.at("/process/name").asText(),
        exfil.at("/tool/renamed").asBoolean(),
        taken(exfil),
        destination(alert),
        exfil.at("/connections/count").asLong(),
        exfil.at("/connections/bytes_sent").asLong(-1),
        exfil.path("suppressed").asLong(),
        commandLine.length() <= MAX_COMMAND_LINE
            ? commandLine
            : commandLine.substring(0, MAX_COMMAND_LINE) + "…",
        alert.path("message").asText());
  }

  private static String taken(JsonNode exfil) {
    List<String> parts = new ArrayList<>();
    JsonNode source = exfil.path("source");
    String path = source.path("path").asText();
    String remote = source.path("remote").asText();
    add(parts, remote.isEmpty() ? path : remote + ":" + path);
    JsonNode targeted = exfil.path("targeted");
    String wanted =
        Stream.of("categories", "extensions", "globs")
            .map(targeted::path)
            .filter(list -> !list.isEmpty())
            .findFirst()
            .map(IncidentRow::joined)
            .orElse(targeted.path("everything").asBoolean() ? "everything" : "");
    add(parts, wanted);
    return String.join(" · ", parts);
  }

  /** What the command line declares, else what it connected to. */
  private static String destination(JsonNode alert) {
    JsonNode declared = alert.at("/exfil/destination");
    List<String> parts = new ArrayList<>();
    String provider = declared.path("provider").asText();
    add(parts, provider.isEmpty() ? declared.path("backend").asText() : provider);
    String bucket = declared.path("bucket").asText();
    String remote = declared.path("remote").asText();
    add(parts, !bucket.isEmpty() || remote.startsWith(":") ? bucket : remote);
    add(parts, declared.path("account").asText());
    if (parts.size() < 2 && provider.isEmpty()) {
      add(parts, alert.at("/destination/address").asText());
    }
    return String.join(" · ", parts);
  }

  private static void add(List<String> parts, String part) {
    if (!part.isEmpty() && !parts.contains(part)) {
      parts.add(part);
    }
  }

  private static String joined(JsonNode list) {
    List<String> texts = new ArrayList<>();
    list.forEach(element -> texts.add(element.asText()));
    return texts.stream()
        .limit(6)
        .collect(Collectors.joining(", ", "", texts.size() > 6 ? " …" : ""));
  }

  /** Short names, because there may be thousands. */
  ObjectNode toJson() {
    ObjectNode row = PageJson.object();
    row.put("id", id);
    row.put("score", score);
    row.put("severity", severity);
    row.put("opened", opened);
    row.put("host", host);
    row.put("user", user);
    row.put("program", program);
    row.put("renamed", renamed);
    row.put("taken", taken);
    row.put("destination", destination);
    row.put("connections", connections);
    if (bytes >= 0) {
      row.put("bytes", bytes);
    }
    if (standsFor > 0) {
      row.put("standsFor", standsFor);
    }
    row.put("line", commandLine);
    return row;
  }
}
