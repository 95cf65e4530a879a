package exfilwatch.alert;

import exfilwatch.alert.Guide.Question;
import exfilwatch.alert.query.Field;
import exfilwatch.alert.query.HuntQuery;
import exfilwatch.alert.query.Kind;
import exfilwatch.alert.query.Queries;
import exfilwatch.destination.BackendMatch;
import exfilwatch.detection.ToolEvidence;
import exfilwatch.rclone.Direction;
import exfilwatch.rclone.Explanation.Verdict;
import exfilwatch.rclone.Invocation;
import exfilwatch.rclone.filter.Targeted;
import exfilwatch.telemetry.PeFile;
import exfilwatch.telemetry.ProcessInfo;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The questions of Elastic's investigation guide for "Potential Data Exfiltration via Rclone", in
 * its order, then those that its steps for false positives and response lead to. Answered from the
 * evidence, or open with the query that answers them.
 */
final class GuideQuestions {

  private static final long MINUTE = Duration.ofMinutes(1).toMillis();
  private static final long HOUR = Duration.ofHours(1).toMillis();
  private static final long DAY = Duration.ofDays(1).toMillis();

  private final Facts facts;
  private final List<Question> questions = new ArrayList<>();

  GuideQuestions(Facts facts) {
    this.facts = facts;
  }

  List<Question> write() {
    Invocation invocation = facts.invocation();
    answer("What does the command line do?", command(invocation), null);
    String renamed = renamed();
    answer("Is it a renamed copy of rclone?", renamed, renamed == null ? runs(HOUR) : null);
    answer("Where from and where to?", ends(), facts.accountIsInConfig() ? configuration() : null);
    answer("Which data was wanted?", targeted(invocation), null);
    answer("How and when did the program get onto the host?", null, dropped());
    answer(
        "Is the parent" + parent() + " usual here, and what else did it start?", null, siblings());
    answer("Did it connect to that destination?", connected(), connections());
    answer("Is it an approved job: has it run on this host before?", null, earlierRuns());
    answer("Where else was this program or this destination seen?", null, elsewhere());
    answer("From where did the account" + account() + " sign in?", null, signIns());
    return questions;
  }

  /** A question that is open and can't be asked of any telemetry is left out. */
  private void answer(String question, @Nullable String answer, @Nullable HuntQuery look) {
    if (answer != null || look != null) {
      Queries queries = look == null ? null : look.write();
      questions.add(new Question(question, answer, queries));
    }
  }

  private @Nullable String command(@Nullable Invocation invocation) {
    if (invocation == null) {
      return facts.evidence().commandLine() == null
          ? "The source gives no command line; see what the host's other logs have."
          : "It is not a command line of rclone's grammar.";
    }
    String command = invocation.command() == null ? "no command" : Md.code(invocation.command());
    StringBuilder answer = new StringBuilder(command).append(", direction ");
    answer.append(invocation.direction());
    if (facts.evidence().explanation().verdict() == Verdict.REJECTED) {
      answer.append("; rclone would refuse it, so it is an attempt");
    } else if (facts.evidence().explanation().verdict() == Verdict.HELP) {
      answer.append("; it only prints help");
    }
    if (invocation.dryRun()) {
      answer.append("; a dry run: nothing is transferred");
    }
    if (!invocation.pace().isEmpty()) {
      answer.append("; pace: ").append(pairs(invocation.pace()));
    }
    if (!invocation.hiding().isEmpty()) {
      answer.append("; it hides: ").append(String.join(", ", invocation.hiding()));
    }
    return answer.append('.').toString();
  }

  private static String pairs(Map<String, Object> values) {
    return values.entrySet().stream()
        .map(entry -> entry.getKey() + " " + Md.code(String.valueOf(entry.getValue())))
        .collect(Collectors.joining(", "));
  }

  /** Without version data the name alone proves nothing. */
  private @Nullable String renamed() {
    ProcessInfo process = facts.process();
    PeFile pe = process.pe();
    boolean named = ToolEvidence.isNamedRclone(process);
    if (pe != null && pe.originalFileName() != null) {
      String original = Md.code(pe.originalFileName());
      boolean isRclone = !ToolEvidence.ofProgram(process).isEmpty();
      return named
          ? "No: it is called " + facts.program() + ", and its version data says " + original + "."
          : (isRclone ? "Yes: its version data says " : "Its version data says ")
              + original
              + ", and it is called "
              + facts.program()
              + ".";
    }
    if (named) {
      return "It is called " + facts.program() + "; there is no version data to compare with.";
    }
    return facts.evidence().explanation().confidence() == 0
        ? null
        : "Probably: it is called "
            + facts.program()
            + ", has no version data, and its command line fits rclone's grammar with a confidence"
            + " of "
            + facts.evidence().explanation().confidence()
            + " of 100.";
  }

  private @Nullable String ends() {
    String source = facts.source();
    String destination = facts.destination();
    if (source == null && destination == null) {
      return null;
    }
    return "From "
        + (source == null ? "standard input or nowhere" : source)
        + " to "
        + (destination == null ? "standard output or nowhere" : destination)
        + "."
        + (facts.accountIsInConfig()
            ? " Whose account that is stands in the configuration file only: collect it."
            : "");
  }

  private static @Nullable String targeted(@Nullable Invocation invocation) {
    if (invocation == null || invocation.direction() == Direction.NONE) {
      return null;
    }
    Targeted targeted = invocation.targeted();
    List<String> given = invocation.filters().inOrder();
    String bounds =
        invocation.filters().given().entrySet().stream()
            .filter(e -> e.getKey().startsWith("max_") || e.getKey().startsWith("min_"))
            .map(e -> ", " + e.getKey() + " " + Md.code(String.valueOf(e.getValue())))
            .collect(Collectors.joining());
    if (targeted.everything()) {
      return "Everything in the source" + bounds + ".";
    }
    return (targeted.categories().isEmpty()
            ? "What the filters let through"
            : String.join(", ", targeted.categories()))
        + (targeted.extensions().isEmpty() ? "" : ": " + Md.codes(targeted.extensions(), 20))
        + (given.isEmpty() ? "" : "; filters " + Md.codes(given, 10))
        + (targeted.lists().isEmpty()
            ? ""
            : "; the rest stands in " + Md.codes(targeted.lists(), 5))
        + bounds
        + ".";
  }

  private @Nullable String connected() {
    if (facts.totals().count() == 0) {
      return null;
    }
    BackendMatch match = facts.evidence().destinations().match();
    String seen =
        facts.totals().destinations().stream()
            .limit(3)
            .map(GuideSeen::destination)
            .collect(Collectors.joining(", "));
    String how =
        match == null
            ? "It connected to "
            : switch (match) {
              case DECLARED -> "Yes, where the command line says: ";
              case KNOWN_STORAGE -> "It connected to storage that the command line doesn't name: ";
              case PUBLIC -> "It connected to public addresses of no known storage: ";
              case INTERNAL -> "It connected only inside the organisation: ";
            };
    return how + seen + ".";
  }

  private HuntQuery query(Kind kind, long from, long to) {
    return new HuntQuery(kind, from, to).onHost(facts.hostName(), facts.start().host().id());
  }

  private @Nullable HuntQuery dropped() {
    String path = facts.process().executable();
    long start = facts.start().time();
    return path == null
        ? null
        : query(Kind.FILES, start - 30 * DAY, start + MINUTE).where(Field.FILE_PATH, path);
  }

  private String parent() {
    ProcessInfo parent = facts.start().parent();
    return parent == null || parent.name() == null
        ? ""
        : ", " + Facts.withId(Md.code(parent.name()), parent) + ",";
  }

  private String account() {
    return facts.account() == null ? "" : " " + facts.account();
  }

  private @Nullable HuntQuery configuration() {
    Invocation invocation = facts.invocation();
    String config = invocation == null ? null : invocation.config();
    if (config == null) {
      return null;
    }
    long start = facts.start().time();
    return query(Kind.FILES, start - 30 * DAY, facts.end() + HOUR).where(Field.FILE_PATH, config);
  }

  private @Nullable HuntQuery siblings() {
    ProcessInfo parent = facts.start().parent();
    if (parent == null || (parent.pid() == 0 && parent.executable() == null)) {
      return null;
    }
    long start = facts.start().time();
    return query(Kind.PROCESSES, start - HOUR, facts.end() + HOUR)
        .where(Field.PARENT_ID, parent.pid())
        .where(Field.PARENT_EXECUTABLE, parent.executable());
  }

  private HuntQuery connections() {
    ProcessInfo process = facts.process();
    HuntQuery query =
        query(Kind.CONNECTIONS, facts.start().time() - MINUTE, facts.end() + HOUR)
            .where(Field.PROCESS_ID, process.pid());
    return process.pid() == 0 || facts.hostName() == null
        ? query
            .where(Field.ENTITY_ID, process.entityId())
            .where(Field.EXECUTABLE, process.executable())
        : query;
  }

  private @Nullable HuntQuery runs(long span) {
    String path = facts.process().executable();
    long start = facts.start().time();
    return path == null
        ? null
        : query(Kind.PROCESSES, start - span, start + span).where(Field.EXECUTABLE, path);
  }

  private @Nullable HuntQuery earlierRuns() {
    String path = facts.process().executable();
    long start = facts.start().time();
    return path == null
        ? null
        : query(Kind.PROCESSES, start - 30 * DAY, start - MINUTE).where(Field.EXECUTABLE, path);
  }

  private @Nullable HuntQuery elsewhere() {
    long from = facts.start().time() - 30 * DAY;
    String hash = facts.sha256();
    if (hash != null) {
      return new HuntQuery(Kind.PROCESSES, from, facts.end()).where(Field.SHA256, hash);
    }
    List<String> domains = facts.domains();
    if (!domains.isEmpty()) {
      return new HuntQuery(Kind.CONNECTIONS, from, facts.end())
          .where(Field.DESTINATION_DOMAIN, domains);
    }
    return new HuntQuery(Kind.PROCESSES, from, facts.end())
        .where(Field.ORIGINAL_FILE_NAME, "rclone.exe");
  }

  private @Nullable HuntQuery signIns() {
    String user = facts.start().user() == null ? null : facts.start().user().name();
    return user == null
        ? null
        : query(Kind.SIGN_INS, facts.start().time() - DAY, facts.start().time() + MINUTE)
            .where(Field.USER, user);
  }
}
