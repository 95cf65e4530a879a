package exfilwatch.report;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import exfilwatch.report.IncidentIndex.Place;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/**
 * Writes the report of a hunt: one file of HTML that opens from the disk, asks no network, and runs
 * only its own script. What telemetry says is in blocks of JSON and becomes text, never markup.
 *
 * <p>The rows of all incidents come first and the details after them in blocks, so that the page is
 * there before its end is read. Without JavaScript a plain table stands for the rows.
 */
public final class HtmlReport {

  /** Incidents in a report; of more, those of the lowest risk are only counted. */
  static final int MAX_INCIDENTS = 20_000;

  /** Rows of the table for readers without JavaScript. */
  private static final int MAX_PLAIN_ROWS = 500;

  /** Incidents in one block of details, which the page reads as a whole. */
  private static final int BLOCK = 10;

  /** Incidents with the queries of their guides, which are most of an alert. */
  private static final int WITH_QUERIES = 500;

  private static final List<String> SCRIPTS =
      List.of("text.js", "timeline.js", "incident.js", "list.js");

  private final HuntFacts facts;

  public HtmlReport(HuntFacts facts) {
    this.facts = facts;
  }

  /**
   * Writes the page.
   *
   * @param alerts the alerts of the hunt as ECS documents, one a line
   * @param page is written over
   */
  public void write(Path alerts, Path page) throws IOException {
    try (IncidentIndex index = IncidentIndex.of(alerts);
        BufferedWriter out = Files.newBufferedWriter(page, UTF_8)) {
      write(index, out);
    }
  }

  private void write(IncidentIndex index, Writer out) throws IOException {
    List<Place> places = index.places();
    List<Place> shown = places.subList(0, Math.min(places.size(), MAX_INCIDENTS));
    List<IncidentRow> rows = new ArrayList<>(shown.size());
    HostTable hosts = new HostTable(facts);
    for (Place place : shown) {
      JsonNode alert = index.alert(place);
      rows.add(IncidentRow.of(alert));
      hosts.add(alert);
    }
    String style = resource("report.css");
    String script = script();
    Overview overview = new Overview(facts, rows, places.size() - shown.size());
    for (String part : resource("report.html").split("(?=\\{\\{)|(?<=}})", -1)) {
      switch (part) {
        case "{{script-hash}}" -> out.write(hash(script));
        case "{{style-hash}}" -> out.write(hash(style));
        case "{{style}}" -> out.write(style);
        case "{{script}}" -> out.write(script);
        case "{{overview}}" -> out.write(overview.html());
        case "{{plain}}" -> out.write(plain(rows));
        case "{{silenced}}" -> out.write(overview.silenced());
        case "{{unread}}" -> out.write(overview.unread());
        case "{{hosts}}" -> out.write(hosts.html());
        case "{{block}}" -> out.write(Integer.toString(BLOCK));
        case "{{rows}}" -> rows(rows, out);
        case "{{details}}" -> details(index, shown, out);
        default -> out.write(part);
      }
    }
  }

  private static void rows(List<IncidentRow> rows, Writer out) throws IOException {
    out.write("[");
    for (int i = 0; i < rows.size(); i++) {
      out.write(i == 0 ? "\n" : ",\n");
      out.write(PageJson.write(rows.get(i).toJson()));
    }
    out.write("\n]");
  }

  private void details(IncidentIndex index, List<Place> shown, Writer out) throws IOException {
    for (int first = 0; first < shown.size(); first += BLOCK) {
      out.write("<script type=\"application/json\" id=\"block-" + first / BLOCK + "\">[\n");
      for (int i = first; i < Math.min(first + BLOCK, shown.size()); i++) {
        JsonNode alert = index.alert(shown.get(i));
        HostTelemetry telemetry = IncidentDetail.telemetry(alert, facts.hosts());
        out.write(i == first ? "" : ",\n");
        out.write(PageJson.write(IncidentDetail.of(alert, telemetry, i < WITH_QUERIES)));
      }
      out.write("\n]</script>\n");
    }
  }

  private static String plain(List<IncidentRow> rows) {
    StringBuilder html = new StringBuilder();
    for (IncidentRow row : rows.subList(0, Math.min(rows.size(), MAX_PLAIN_ROWS))) {
      html.append("<tr><td>").append(row.score()).append(' ').append(row.severity());
      html.append("</td><td>").append(Html.text(row.opened()));
      html.append("</td><td>").append(Html.foreign(row.message()));
      html.append("</td><td>").append(Html.foreign(row.taken()));
      html.append("</td><td>").append(Html.foreign(row.destination()));
      html.append("</td></tr>\n");
    }
    return html.toString();
  }

  private static String script() {
    StringBuilder script = new StringBuilder("\n'use strict';\n");
    SCRIPTS.forEach(name -> script.append(resource(name)));
    return script.toString();
  }

  private static String hash(String text) {
    try {
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(UTF_8));
      return "sha256-" + Base64.getEncoder().encodeToString(digest);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  private static String resource(String name) {
    try (InputStream in = HtmlReport.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new IllegalStateException(name + " is not in this program");
      }
      return new String(in.readAllBytes(), UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
