package exfilwatch.alert;

import exfilwatch.alert.Risk.Factor;
import exfilwatch.correlation.Incident;
import exfilwatch.correlation.Stage;
import exfilwatch.destination.BackendMatch;
import exfilwatch.detection.RuleHit;
import exfilwatch.detection.RuleInfo;
import exfilwatch.rclone.Direction;
import exfilwatch.rclone.Explanation;
import exfilwatch.rclone.Explanation.Verdict;
import exfilwatch.rclone.Invocation;
import exfilwatch.rclone.Purpose;
import exfilwatch.rclone.Remote;
import exfilwatch.telemetry.Event;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Adds up an incident's risk. It begins with the score of the rule with the highest one; then every
 * factor that is found adds its points; then limits hold it down.
 *
 * <p>A rule may keep its score ({@link RuleInfo#keepsRiskScore}): at the stage started its alert
 * has the score that its author published, and a factor {@code rule_score_kept} makes up for the
 * others, which count from the first connection on. Limits hold for it, too.
 */
final class RiskScoring {

  /** rclone's defaults: 4 transfers, 4 streams of a file, 8 checkers. */
  private static final int MANY_TRANSFERS = 8;

  private static final int MANY_CHECKERS = 16;

  private static final Set<String> SENSITIVE =
      Set.of(
          "documents",
          "spreadsheets",
          "presentations",
          "mail",
          "databases",
          "archives",
          "cad",
          "source_code",
          "keys",
          "backups",
          "accounting");

  private final RiskWeights weights;
  private final Incident incident;
  private final Explanation explanation;
  private final List<Factor> factors = new ArrayList<>();
  private final List<String> notAssessed = new ArrayList<>();

  private RiskScoring(RiskWeights weights, Incident incident, Explanation explanation) {
    this.weights = weights;
    this.incident = incident;
    this.explanation = explanation;
  }

  /**
   * Scores an incident as it stands.
   *
   * @param rule of the rule with the highest score; null when it is not known any more
   * @param match how what it connected to fits the command line; null when that is not known
   */
  static Risk score(
      RiskWeights weights,
      Incident incident,
      Explanation explanation,
      @Nullable RuleInfo rule,
      @Nullable BackendMatch match) {
    RiskScoring scoring = new RiskScoring(weights, incident, explanation);
    RuleHit top = incident.rules().get(0);
    scoring.factors.add(
        new Factor("rule", top.riskScore(), "the rule \"" + top.title() + "\" matched"));
    scoring.connection(match);
    new ProcessSigns(incident.start(), explanation).forEach(scoring::add, scoring.notAssessed::add);
    Invocation invocation = explanation.invocation();
    if (invocation != null) {
      scoring.command(invocation);
      scoring.files(invocation);
      scoring.manner(invocation);
    }
    scoring.workingHours();
    if (rule != null && rule.keepsRiskScore() && incident.stage() == Stage.STARTED) {
      scoring.keep(top.riskScore());
    }
    if (invocation != null) {
      scoring.limits(invocation);
    }
    return Risk.of(scoring.factors, scoring.notAssessed);
  }

  private void add(RiskFactor factor, String why) {
    int points = weights.points(factor);
    if (points != 0) {
      factors.add(new Factor(factor.toString(), points, why));
    }
  }

  private int sum() {
    return factors.stream().mapToInt(Factor::points).sum();
  }

  private void connection(@Nullable BackendMatch match) {
    if (incident.connection() == null && incident.totals().count() == 0) {
      return;
    }
    add(RiskFactor.OUTBOUND_CONNECTION, "it opened a connection to another machine");
    if (match == null) {
      notAssessed.add("destination");
      return;
    }
    switch (match) {
      case DECLARED ->
          add(RiskFactor.DECLARED_DESTINATION, "it connected where the command line says");
      case KNOWN_STORAGE ->
          add(
              RiskFactor.KNOWN_STORAGE,
              "it connected to storage that the command line doesn't name");
      case INTERNAL ->
          add(RiskFactor.INTERNAL_DESTINATION, "it connected to an address of the organisation");
      case PUBLIC -> {
        // as ordinary as can be: neither for nor against
      }
    }
  }

  private void command(Invocation invocation) {
    if (invocation.direction() == Direction.UPLOAD) {
      add(RiskFactor.UPLOAD, "data of this host or its network goes to a remote");
    } else if (invocation.direction() == Direction.REMOTE_TO_REMOTE) {
      add(RiskFactor.REMOTE_TO_REMOTE, "data goes from one remote to another");
    }
    Purpose purpose = invocation.purpose();
    if (purpose == Purpose.PREPARATION || purpose == Purpose.CLEANUP || purpose == Purpose.OTHER) {
      add(RiskFactor.NO_TRANSFER, "the command moves no content of files");
    }
    if (explanation.verdict() == Verdict.REJECTED) {
      add(RiskFactor.REJECTED, "rclone would refuse the command line");
    }
    Remote destination = invocation.destination();
    if (destination != null && !destination.isLocal() && destination.name().startsWith(":")) {
      add(
          RiskFactor.ON_THE_FLY_REMOTE,
          "the destination " + destination.name() + ": is made up on the command line");
    } else if (invocation.hiding().contains("config_in_environment")) {
      add(RiskFactor.ON_THE_FLY_REMOTE, "a remote is made up in environment variables");
    }
    Remote source = invocation.source();
    if (source != null && source.kind() == Remote.Kind.UNC_PATH) {
      add(RiskFactor.UNC_SOURCE, "the source is a share of " + source.host());
    }
  }

  private void files(Invocation invocation) {
    List<String> sensitive =
        invocation.targeted().everything()
            ? List.of()
            : invocation.targeted().categories().stream().filter(SENSITIVE::contains).toList();
    if (!sensitive.isEmpty()) {
      add(RiskFactor.SENSITIVE_CATEGORIES, "its filters want " + String.join(", ", sensitive));
    }
  }

  private void manner(Invocation invocation) {
    List<String> hiding =
        invocation.hiding().stream().filter(sign -> !sign.equals("renamed")).toList();
    if (!hiding.isEmpty()) {
      add(RiskFactor.HIDING, "it hides: " + String.join(", ", hiding));
    }
    if (invocation.promptsSuppressed()) {
      add(RiskFactor.PROMPTS_SUPPRESSED, "it asks nobody before it acts");
    }
    List<String> pace = new ArrayList<>();
    addIfOver(pace, invocation, "transfers", MANY_TRANSFERS);
    addIfOver(pace, invocation, "multi_thread_streams", MANY_TRANSFERS);
    addIfOver(pace, invocation, "checkers", MANY_CHECKERS);
    if (invocation.pace().containsKey("bwlimit")) {
      pace.add("bwlimit " + invocation.pace().get("bwlimit"));
    }
    if (!pace.isEmpty()) {
      add(RiskFactor.PACE, "its pace is set: " + String.join(", ", pace));
    }
  }

  private static void addIfOver(List<String> pace, Invocation invocation, String flag, int usual) {
    if (invocation.pace().get(flag) instanceof Long number && number > usual) {
      pace.add(flag + " " + number);
    }
  }

  private void workingHours() {
    Event start = incident.start();
    String host = start.host().name();
    WorkingHours hours =
        weights.workingHours().stream()
            .filter(candidate -> host != null && candidate.areFor(host))
            .findFirst()
            .orElse(null);
    if (hours == null) {
      notAssessed.add(RiskFactor.OUTSIDE_WORKING_HOURS.toString());
    } else if (!hours.contain(start.time())) {
      add(
          RiskFactor.OUTSIDE_WORKING_HOURS,
          String.format(
              Locale.ROOT,
              "nobody works there then: %s to %s in %s",
              hours.from(),
              hours.to(),
              hours.zone()));
    }
  }

  private void keep(int score) {
    int points = score - sum();
    if (points != 0) {
      factors.add(
          new Factor(
              "rule_score_kept",
              points,
              "until it connects, an alert of this rule has the score that its author gave it"));
    }
  }

  private void limits(Invocation invocation) {
    if (explanation.verdict() == Verdict.HELP) {
      limit(RiskLimit.HELP, "it only prints help");
    }
    if (invocation.dryRun()) {
      limit(RiskLimit.DRY_RUN, "it is a dry run: nothing is transferred");
    }
    if (invocation.direction() == Direction.DOWNLOAD) {
      limit(RiskLimit.DOWNLOAD, "data comes in, none goes out");
    } else if (invocation.direction() == Direction.LOCAL) {
      limit(RiskLimit.LOCAL_ONLY, "data stays on this host or its network");
    }
  }

  private void limit(RiskLimit limit, String why) {
    int most = weights.atMost(limit);
    factors.add(
        new Factor(
            limit.toString(),
            Math.min(0, most - sum()),
            why + ", so the score is at most " + most));
  }
}
