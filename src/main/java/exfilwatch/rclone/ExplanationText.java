package exfilwatch.rclone;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** An explanation for people: one fact a line, the most telling first. */
final class ExplanationText {

  private final StringBuilder out = new StringBuilder();

  private ExplanationText() {}

  static String of(Explanation explanation) {
    return new ExplanationText().write(explanation);
  }

  private String write(Explanation explanation) {
    line("verdict", explanation.verdict() + suffix(" — ", explanation.reason()));
    line(
        "confidence",
        explanation.confidence()
            + explanation.evidence().stream()
                .map(item -> "%+d %s".formatted(item.points(), item.name()))
                .collect(Collectors.joining(", ", " (", ")")));
    line("argv", String.join(" ", explanation.argv()));
    line("wrapper", explanation.wrapper());
    Invocation invocation = explanation.invocation();
    if (invocation != null) {
      write(invocation);
    }
    line("redacted", String.join(", ", explanation.redacted()));
    return out.toString();
  }

  private void write(Invocation invocation) {
    line(
        "command",
        invocation.command() == null
            ? null
            : invocation.command()
                + suffix(" ", invocation.remoteControl())
                + " ("
                + invocation.purpose()
                + (invocation.dryRun() ? ", dry run: nothing is transferred" : "")
                + (invocation.interactive() ? ", asks at each step" : "")
                + (invocation.promptsSuppressed() ? ", unattended" : "")
                + ")");
    line("direction", invocation.direction().toString());
    remote("source", invocation.source());
    remote("destination", invocation.destination());
    line("filters", String.join(" ; ", invocation.filters().inOrder()));
    map("selection", invocation.filters().bounds());
    line("targeted", String.join(", ", invocation.targeted().categories()));
    line("extensions", String.join(", ", invocation.targeted().extensions()));
    line("except", String.join(", ", invocation.targeted().except()));
    map("pace", invocation.pace());
    line("hiding", String.join(", ", invocation.hiding()));
    map("identities", invocation.identities());
    line("collect", String.join(", ", invocation.collect()));
  }

  private void remote(String label, @Nullable Remote remote) {
    if (remote == null) {
      return;
    }
    String details =
        suffix(" backend=", remote.backend())
            + suffix(" provider=", remote.provider())
            + suffix(" bucket=", remote.bucket())
            + suffix(" endpoint=", remote.endpoint())
            + suffix(" intended_endpoint=", remote.intendedEndpoint())
            + suffix(" host=", remote.host())
            + suffix(" share=", remote.share());
    line(label, remote.raw() + " (" + remote.kind() + details + ")");
    List<Remote> wraps = remote.wraps();
    wraps.forEach(wrapped -> remote("  wraps", wrapped));
  }

  private void map(String label, Map<String, ?> map) {
    line(
        label,
        map.entrySet().stream()
            .map(entry -> entry.getKey() + "=" + entry.getValue())
            .collect(Collectors.joining(", ")));
  }

  private void line(String label, @Nullable String value) {
    if (value != null && !value.isEmpty()) {
      out.append("%-12s %s%n".formatted(label, value.replace('\n', ' ').replace('\r', ' ')));
    }
  }

  private static String suffix(String before, @Nullable String value) {
    return value == null ? "" : before + value;
  }
}
