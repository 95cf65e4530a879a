package exfilwatch.rclone;

import exfilwatch.rclone.ParsedCommand.Outcome;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Explains command lines as rclone (v1.76, and what older releases had besides) would read them.
 * Thread-safe; never throws, whatever the text; time is linear in its length.
 */
public final class Rclone {

  /** From this confidence on, a command line is rclone's whatever its program is called. */
  public static final int CONFIDENCE_THRESHOLD = 60;

  private Rclone() {}

  /**
   * Explains one command line.
   *
   * @param commandLine as the sensor recorded it; may be empty when {@code args} are given
   * @param os whose rules split it; null to tell from signs in the text
   * @param args the arguments as the sensor gives them, the program's name first; used where they
   *     are what the program got (POSIX) or there is no command line; null when there are none
   * @param environment variables of the process, as far as known
   */
  public static Explanation explain(
      String commandLine,
      @Nullable Os os,
      @Nullable List<String> args,
      Map<String, String> environment) {
    return explain(commandLine, os, args, environment, false, Instant.now());
  }

  /**
   * As above, where more is known.
   *
   * @param known that the program is rclone by other evidence (its PE data), so that the verdict
   *     does not depend on the grammar
   * @param started when the process was started, which dates given as ages count from
   */
  public static Explanation explain(
      String commandLine,
      @Nullable Os os,
      @Nullable List<String> args,
      Map<String, String> environment,
      boolean known,
      Instant started) {
    try {
      boolean hasArgs = args != null && !args.isEmpty();
      String guessed = commandLine.isBlank() && args != null ? String.join(" ", args) : commandLine;
      Os system = os != null ? os : Os.guess(guessed);
      boolean useArgs = hasArgs && (commandLine.isBlank() || system == Os.POSIX);
      CommandNode root =
          useArgs && args != null
              ? Unwrapper.unwrap(args, system)
              : Unwrapper.unwrap(commandLine, system);
      return best(root, commandLine, environment, known, started);
    } catch (RuntimeException e) {
      return Explanation.unreadable();
    }
  }

  private static Explanation best(
      CommandNode root,
      String commandLine,
      Map<String, String> environment,
      boolean known,
      Instant started) {
    Secrets secrets = new Secrets();
    LineRedactor redactor = new LineRedactor(secrets);
    List<Reading> readings = new ArrayList<>();
    for (CommandNode leaf : root.leaves()) {
      Map<String, String> variables = variables(environment, leaf);
      List<String> argv = MountHelper.rewrite(leaf.argv(), variables);
      boolean rewritten = argv.size() != leaf.words().size() && leaf.program() == null;
      if (!argv.isEmpty()) {
        ParsedCommand parsed =
            rewritten ? CommandParser.parse(argv, variables) : redactor.parse(leaf, variables);
        readings.add(new Reading(leaf, parsed, variables));
      }
    }
    // writing the whole anew finds every secret, before anything else is written
    String line =
        commandLine.isBlank() ? null : redactor.text(rootOf(root, commandLine), commandLine);
    List<String> rootArgv = Redactor.redact(root, redactor, secrets);
    Judged chosen = null;
    for (Reading reading : readings) {
      Judged judged = judge(reading, secrets, known);
      chosen = chosen == null || judged.rank() > chosen.rank() ? judged : chosen;
    }
    if (chosen == null) {
      return Explanation.notRclone(rootArgv, line == null ? "" : secrets.sweep(line));
    }
    return explanation(chosen, line, rootArgv, redactor, secrets, started);
  }

  /** The nodes' words stand in the command line only if it, not the arguments, was split. */
  private static CommandNode rootOf(CommandNode root, String commandLine) {
    return root.text() != null ? root : Unwrapper.unwrap(commandLine, root.os());
  }

  private record Reading(CommandNode leaf, ParsedCommand parsed, Map<String, String> environment) {}

  private record Judged(
      Reading reading,
      Endpoints endpoints,
      List<Evidence> evidence,
      int confidence,
      boolean isRclone) {

    int rank() {
      boolean command = reading.parsed().command() != null;
      return confidence + (isRclone ? command ? 1000 : 500 : 0);
    }
  }

  private static Judged judge(Reading reading, Secrets secrets, boolean known) {
    ParsedCommand parsed = reading.parsed();
    RemoteResolver resolver =
        new RemoteResolver(reading.leaf().os(), reading.environment(), parsed.settings(), secrets);
    Endpoints endpoints = new Endpoints(parsed, resolver, reading.environment());
    List<Evidence> evidence = Confidence.evidence(parsed, endpoints, reading.environment());
    int confidence = Confidence.points(evidence);
    boolean named = ProgramName.isRclone(parsed.argv());
    boolean program = named || reading.leaf().program() != null;
    boolean renamed = known && reading.leaf().wrappers().isEmpty();
    return new Judged(
        reading,
        endpoints,
        evidence,
        confidence,
        program || renamed || confidence >= CONFIDENCE_THRESHOLD);
  }

  private static Explanation explanation(
      Judged judged,
      @Nullable String line,
      List<String> rootArgv,
      LineRedactor redactor,
      Secrets secrets,
      Instant started) {
    CommandNode leaf = judged.reading().leaf();
    if (!judged.isRclone()) {
      return new Explanation(
          Explanation.Verdict.NOT_RCLONE,
          "neither its name nor its grammar is rclone's",
          judged.confidence(),
          judged.evidence(),
          rootArgv,
          line == null ? "" : secrets.sweep(line),
          null,
          null,
          List.copyOf(secrets.options()));
    }
    ParsedCommand parsed = judged.reading().parsed();
    String wrapper = wrapper(leaf);
    boolean encoded = wrapper != null && wrapper.contains("-EncodedCommand");
    Invocation invocation =
        new InvocationReader(parsed, judged.endpoints(), leaf.os(), secrets, started).read(encoded);
    if (parsed.outcome() == Outcome.RUNS) {
      String refusal = RunCheck.refusal(parsed, judged.endpoints(), invocation.filters());
      parsed = refusal == null ? parsed : parsed.rejected(refusal);
    }
    String reason = parsed.reason();
    List<String> argv = Redactor.redact(leaf, redactor, secrets);
    if (leaf.program() != null) {
      argv.add(0, leaf.program());
    }
    return new Explanation(
        Explanation.Verdict.of(parsed.outcome()),
        reason == null ? null : secrets.sweep(TextScrubber.scrub(reason, secrets)),
        judged.confidence(),
        judged.evidence(),
        argv,
        line == null ? "" : secrets.sweep(line),
        wrapper,
        invocation,
        List.copyOf(secrets.options()));
  }

  private static @Nullable String wrapper(CommandNode leaf) {
    List<String> names = leaf.wrappers().stream().filter(name -> !name.equals("shell")).toList();
    return names.isEmpty() ? null : String.join(" > ", names);
  }

  /** The process' own variables, and those that wrappers set; on Windows case does not matter. */
  private static Map<String, String> variables(Map<String, String> environment, CommandNode leaf) {
    Map<String, String> variables = new LinkedHashMap<>();
    put(variables, environment, leaf.os());
    put(variables, leaf.environment(), leaf.os());
    return variables;
  }

  private static void put(Map<String, String> into, Map<String, String> from, Os os) {
    from.forEach(
        (name, value) -> {
          String key = os == Os.WINDOWS ? name.toUpperCase(Locale.ROOT) : name;
          if (key.startsWith("RCLONE_")) {
            into.put(key, value);
          }
        });
  }
}
