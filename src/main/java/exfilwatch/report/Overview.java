package exfilwatch.report;

import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;

/** The parts of the page that are about the hunt as a whole. */
final class Overview {

  private static final List<String> SEVERITIES = List.of("critical", "high", "medium", "low");

  private final HuntFacts facts;
  private final List<IncidentRow> rows;
  private final int leftOut;

  /**
   * @param rows of the incidents in the report
   * @param leftOut how many more there were
   */
  Overview(HuntFacts facts, List<IncidentRow> rows, int leftOut) {
    this.facts = facts;
    this.rows = rows;
    this.leftOut = leftOut;
  }

  String html() {
    StringBuilder html = new StringBuilder("<dl class=\"figures\">\n");
    figure(html, "Incidents", rows.size() + leftOut);
    for (String severity : SEVERITIES) {
      long count = rows.stream().filter(row -> row.severity().equals(severity)).count();
      if (count > 0) {
        figure(html, severity, count);
      }
    }
    figure(html, "connected out", rows.stream().filter(row -> row.connections() > 0).count());
    figure(html, "hosts", rows.stream().map(IncidentRow::host).distinct().count());
    html.append("</dl>\n<p>");
    html.append(
        rows.isEmpty() ? "Nothing that looks like rclone moving data was found in " : "In ");
    html.append(Html.several(HuntFacts.sum(facts.events()), "event")).append(" of ");
    List<String> inputs = facts.inputs();
    for (int i = 0; i < Math.min(inputs.size(), 5); i++) {
      html.append(i == 0 ? "" : ", ").append("<code>").append(Html.foreign(inputs.get(i)));
      html.append("</code>");
    }
    html.append(inputs.size() > 5 ? " and " + (inputs.size() - 5) + " more inputs" : "");
    html.append("; written <time>").append(facts.created().truncatedTo(ChronoUnit.SECONDS));
    html.append("</time>. All times are UTC.</p>\n");
    if (HuntFacts.sum(facts.events()) == 0) {
      html.append(
          "<p class=\"warning\">No record was an event of a process, name or connection, so");
      html.append(" this proves nothing.</p>\n");
    }
    if (leftOut > 0) {
      html.append("<p class=\"warning\">The ").append(Html.number(leftOut));
      html.append(
          " incidents of the lowest risk are not in this report; the alerts have them.</p>");
    }
    return html.toString();
  }

  private static void figure(StringBuilder html, String name, long number) {
    html.append("<div class=\"figure ").append(name.replace(' ', '-')).append("\"><dt>");
    html.append(name).append("</dt><dd>").append(Html.number(number)).append("</dd></div>\n");
  }

  /** What exceptions and suppression kept out of the list. */
  String silenced() {
    StringBuilder html = new StringBuilder();
    long alike = rows.stream().mapToLong(IncidentRow::standsFor).sum();
    html.append("<p>");
    html.append(
        alike == 0
            ? "No incident stands for others like it."
            : Html.several(alike, "incident")
                + " like others are not listed, because one that is stands for them: of the same"
                + " rule, host, user, program and destination, or of a host with too many at once."
                + " Such an incident says so.");
    html.append("</p>\n");
    if (facts.excepted().isEmpty()) {
      return html.append("<p>There are no exceptions.</p>\n").toString();
    }
    html.append("<table><caption>Records on which an exception silenced a rule</caption>");
    html.append("<thead><tr><th scope=\"col\">Exception</th><th scope=\"col\" class=\"number\">");
    html.append("Records</th></tr></thead><tbody>\n");
    counts(html, facts.excepted());
    return html.append("</tbody></table>\n").toString();
  }

  /** Dead letters, and records of no use. */
  String unread() {
    StringBuilder html = new StringBuilder();
    long dead = HuntFacts.sum(facts.deadLetters());
    html.append("<p>").append(Html.several(dead, "record")).append(" could not be read; ");
    html.append(Html.number(HuntFacts.sum(facts.skipped())));
    html.append(" are of kinds that say nothing about processes, names or connections.</p>\n");
    if (dead == 0) {
      return html.toString();
    }
    html.append("<table><caption>Dead letters by file and reason</caption><thead><tr>");
    html.append("<th scope=\"col\">File</th><th scope=\"col\">Reason</th>");
    html.append("<th scope=\"col\">The first</th><th scope=\"col\" class=\"number\">Records</th>");
    html.append("</tr></thead><tbody>\n");
    long listed = 0;
    for (UnreadRecords unread : facts.unread()) {
      html.append("<tr><th scope=\"row\">").append(Html.foreign(unread.origin()));
      html.append("</th><td>").append(Html.text(unread.reason()));
      html.append("</td><td>at byte ").append(Html.number(unread.position())).append(": ");
      html.append(Html.foreign(unread.detail())).append("</td><td class=\"number\">");
      html.append(Html.number(unread.count())).append("</td></tr>\n");
      listed += unread.count();
    }
    html.append("</tbody></table>\n");
    if (listed < dead) {
      html.append("<p>").append(Html.number(dead - listed)).append(" more in other files.</p>\n");
    }
    return html.append("<p><code>--dead-letters FILE</code> keeps them.</p>\n").toString();
  }

  private static void counts(StringBuilder html, Map<String, Long> counts) {
    counts.forEach(
        (name, count) -> {
          html.append("<tr><th scope=\"row\">").append(Html.foreign(name));
          html.append("</th><td class=\"number\">").append(Html.number(count));
          html.append("</td></tr>\n");
        });
  }
}
