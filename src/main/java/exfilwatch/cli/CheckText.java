package exfilwatch.cli;

import exfilwatch.cli.CheckedContent.CheckedException;
import exfilwatch.cli.CheckedContent.CheckedRule;
import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Help.Ansi;

/** What {@code check} tells people. */
final class CheckText {

  private static final String INDENT = "              ";

  private final PrintWriter out;
  private final Ansi ansi;
  private final boolean explaining;

  /**
   * @param explaining whether to say more of each rule and exception than a line
   */
  CheckText(PrintWriter out, Ansi ansi, boolean explaining) {
    this.out = out;
    this.ansi = ansi;
    this.explaining = explaining;
  }

  void print(CheckedContent content) {
    Map<String, String> titles = content.titles();
    content.rules().forEach(rule -> print(rule, content));
    content.exceptions().forEach(exception -> print(exception, titles));
    CheckedContent.CheckedCorrelation correlation = content.correlation();
    if (explaining) {
      out.println("correlation " + (correlation.title() == null ? "" : correlation.title()));
      line("first", "any rule marked \"starts the correlation\"");
      String connection = correlation.connection();
      line("then", connection == null ? "an outbound connection" : name(titles, connection));
    }
    out.printf(
        "good: %d rules, %d exceptions, %d start the correlation, which waits %d s for a"
            + " connection%n",
        content.rules().size(),
        content.exceptions().size(),
        correlation.start().size(),
        correlation.timespanSeconds());
    out.flush();
  }

  private void print(CheckedRule rule, CheckedContent content) {
    out.printf("%-13s %s  %s%n", rule.level(), rule.id(), rule.title());
    if (!explaining) {
      return;
    }
    line("for", rule.category() + (rule.startsCorrelation() ? ", starts the correlation" : ""));
    line("fields", String.join(", ", rule.fields()) + (rule.keywords() ? " and any text" : ""));
    bySources(rule.notFilled())
        .forEach((sources, fields) -> line("without", fields + ": " + sources));
    if (!rule.blind().isEmpty()) {
      line("blind", ansi.string("@|yellow can't match|@ on ") + String.join("; ", rule.blind()));
    }
    content.exceptions().stream()
        .filter(exception -> rule.exceptions().contains(exception.id()))
        .forEach(exception -> line("excepted", exception.title()));
  }

  /** Fields that the same sources lack share a line. */
  private static Map<String, String> bySources(Map<String, List<String>> notFilled) {
    Map<String, String> lines = new LinkedHashMap<>();
    notFilled.forEach(
        (field, sources) ->
            lines.merge(String.join("; ", sources), field, (one, more) -> one + ", " + more));
    return lines;
  }

  private void print(CheckedException exception, Map<String, String> titles) {
    String named =
        exception.title().equals(exception.id())
            ? exception.title()
            : exception.title() + " (" + exception.id() + ")";
    out.println(
        "exception  "
            + named
            + ", until "
            + exception.expiry()
            + ", "
            + exception.owner()
            + "; "
            + exception.scope()
            + warning(exception.status()));
    if (explaining) {
      line("why", exception.reason());
      line("silences", rules(exception, titles));
      line("by", String.join(", ", exception.fields()));
    }
  }

  private static String rules(CheckedException exception, Map<String, String> titles) {
    return exception.rules().isEmpty()
        ? "no rule"
        : String.join("; ", exception.rules().stream().map(id -> name(titles, id)).toList());
  }

  private static String name(Map<String, String> titles, String id) {
    return titles.getOrDefault(id, id);
  }

  private String warning(String status) {
    return switch (status) {
      case "expired" ->
          ansi.string(
              "; @|bold,red warning|@: has expired and no longer applies; renew or remove it");
      case "expires_soon" ->
          ansi.string("; @|yellow warning|@: expires soon; renew it or let it go");
      default -> "";
    };
  }

  private void line(String what, String text) {
    if (!text.isEmpty()) {
      out.printf("%s%-9s %s%n", INDENT, what, text);
    }
  }
}
