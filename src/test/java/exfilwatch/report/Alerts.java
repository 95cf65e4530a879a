package exfilwatch.report;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Closing alerts to write reports of, with the fields that a report reads. */
final class Alerts {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Instant T0 = Instant.parse("2026-03-04T10:00:00Z");
  private static final String[] SEVERITIES = {"low", "medium", "high", "critical"};

  private Alerts() {}

  /** {@code number} decides risk, time and names. */
  static ObjectNode alert(int number) {
    return alert(
        "id-" + number, number % 101, number, "ws-" + number % 400, "user" + number % 90, "m:x");
  }

  static ObjectNode alert(
      String id, int score, int minute, String host, String user, String commandLine) {
    Instant start = T0.plusSeconds(60L * minute);
    ObjectNode alert = JSON.createObjectNode();
    alert.put("@timestamp", start.plusSeconds(900).toString());
    alert.put("message", "x.exe of " + user + " on " + host + " ended after 15 min.");
    alert
        .putObject("event")
        .put("id", "alert-" + id)
        .put("risk_score", score)
        .put("start", start.toString());
    alert.putObject("host").put("name", host).put("hostname", host);
    alert.putObject("user").put("name", user);
    alert
        .putObject("process")
        .put("entity_id", "e-" + id)
        .put("pid", 4000 + minute % 1000)
        .put("name", "x.exe")
        .put("executable", "C:\\ProgramData\\x.exe")
        .put("command_line", commandLine)
        .putObject("parent")
        .put("pid", 77)
        .put("name", "cmd.exe");
    ObjectNode exfil = alert.putObject("exfil");
    exfil.put("stage", "closed");
    exfil.putObject("incident").put("id", id);
    exfil.putObject("tool").put("renamed", score % 2 == 0).putArray("evidence").add("product");
    exfil.put("command", "copy").put("direction", "upload");
    exfil
        .putObject("source")
        .put("path", "\\\\files\\share-" + minute % 50)
        .put("kind", "unc_path");
    exfil
        .putObject("destination")
        .put("remote", ":s3")
        .put("backend", "s3")
        .put("provider", "Wasabi")
        .put("bucket", "drop-" + minute % 30)
        .put("access_key_id", "EXAMPLEKEY" + minute);
    exfil.putObject("targeted").put("everything", false).putArray("categories").add("documents");
    connections(exfil, start, minute);
    timeline(exfil, start, id, minute, commandLine);
    ObjectNode risk = exfil.putObject("risk");
    risk.put("score", score).put("severity", severity(score));
    ArrayNode factors = risk.putArray("factors");
    factors.addObject().put("name", "rule").put("points", 47).put("why", "a rule matched");
    factors.addObject().put("name", "renamed").put("points", 14).put("why", "it is renamed");
    rule(exfil, commandLine);
    exfil.putArray("questions").add("Who started it?").add("Who put the file there, and when?");
    exfil.put("suppressed", minute % 10 == 0 ? 2 : 0);
    return alert;
  }

  static String severity(int score) {
    return SEVERITIES[score <= 21 ? 0 : score <= 47 ? 1 : score <= 73 ? 2 : 3];
  }

  private static void rule(ObjectNode exfil, String commandLine) {
    exfil
        .putArray("rules")
        .addObject()
        .put("id", "3f4c2b18-9d2e-4b7a-a3c1-8e6d9f2b5c7e")
        .put("title", "Potential Data Exfiltration via Rclone")
        .put("level", "medium")
        .putObject("matched")
        .put("process.command_line", commandLine);
  }

  private static void connections(ObjectNode exfil, Instant start, int minute) {
    ObjectNode connections = exfil.putObject("connections").put("count", minute % 5);
    if (minute % 5 == 0) {
      return;
    }
    connections
        .put("first_seen", start.plusSeconds(2).toString())
        .put("last_seen", start.plusSeconds(600).toString())
        .put("bytes_sent", 1_000_000L * minute)
        .putArray("destinations")
        .addObject()
        .put("ip", "203.0.113." + minute % 250)
        .put("port", 443)
        .put("domain", "s3.example.com")
        .put("provider", "Wasabi")
        .put("count", minute % 5);
  }

  private static void timeline(
      ObjectNode exfil, Instant start, String id, int minute, String commandLine) {
    ArrayNode timeline = exfil.putArray("timeline");
    timeline
        .addObject()
        .put("time", start.toString())
        .put("kind", "start")
        .put("entity_id", "e-" + id)
        .put("pid", 4000 + minute % 1000)
        .put("name", "x.exe")
        .put("command_line", commandLine)
        .put("parent_pid", 77);
    timeline
        .addObject()
        .put("time", start.plusMillis(1500).toString())
        .put("kind", "dns")
        .put("domain", "s3.example.com")
        .put("last", start.plusMillis(1500).toString())
        .put("count", 1)
        .putArray("ips")
        .add("203.0.113." + minute % 250);
    if (minute % 5 != 0) {
      timeline
          .addObject()
          .put("time", start.plusSeconds(2).toString())
          .put("kind", "connection")
          .put("domain", "s3.example.com")
          .put("ip", "203.0.113." + minute % 250)
          .put("port", 443)
          .put("last", start.plusSeconds(600).toString())
          .put("count", minute % 5);
    }
    timeline
        .addObject()
        .put("time", start.plusSeconds(900).toString())
        .put("kind", "end")
        .put("entity_id", "e-" + id)
        .put("pid", 4000 + minute % 1000)
        .put("name", "x.exe");
  }

  static List<ObjectNode> many(int count) {
    List<ObjectNode> alerts = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      alerts.add(alert(i));
    }
    return alerts;
  }

  /** The page of these alerts, in a folder. */
  static Path report(Path folder, String name, List<ObjectNode> alerts, HuntFacts facts)
      throws IOException {
    Path file = folder.resolve(name + ".ndjson");
    try (var out = Files.newBufferedWriter(file)) {
      for (ObjectNode alert : alerts) {
        out.write(JSON.writeValueAsString(alert));
        out.write('\n');
      }
    }
    Path page = folder.resolve(name + ".html");
    new HtmlReport(facts).write(file, page);
    return page;
  }

  static HuntFacts facts() {
    return facts("export", "Backup job (0d1e)", "export/a.ndjson");
  }

  static HuntFacts facts(String input, String exception, String origin) {
    return new HuntFacts(
        T0,
        List.of(input),
        Map.of("sysmon.dns", 5L, "sysmon.process_start", 40L),
        Map.of("sysmon", 7L),
        Map.of("not_json", 3L),
        List.of(new UnreadRecords(origin, "not_json", "expected a value", 17, 3)),
        Map.of(exception, 12L),
        Map.of(),
        0);
  }
}
