package exfilwatch.detection;

import exfilwatch.destination.Destinations;
import exfilwatch.sigma.Category;
import exfilwatch.sigma.Document;
import exfilwatch.sigma.Level;
import exfilwatch.sigma.Match;
import exfilwatch.sigma.Rule;
import exfilwatch.sigma.RuleSet;
import exfilwatch.telemetry.Connection;
import exfilwatch.telemetry.Direction;
import exfilwatch.telemetry.Event;
import exfilwatch.telemetry.EventKind;
import exfilwatch.telemetry.ProgramSet;
import exfilwatch.telemetry.Sighting;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Detections that are Sigma rules. Not thread-safe. */
final class SigmaDetections implements Detections {

  private final RuleSet rules;
  private final Exemptions exemptions;
  private final Rule outbound;
  private final Set<String> startRules;
  private final ContentVersion version;
  private final Destinations destinations;
  private final ProgramRules onStarts;
  private final ProgramRules onConnections;
  private final ProgramRules onQueries;
  private final GrammarConfidence confidences = new GrammarConfidence();
  private final Map<String, RuleInfo> infoById = new HashMap<>();
  private final Map<String, Integer> riskById = new HashMap<>();

  /**
   * @param outbound the correlation's network rule
   * @param startRules the rules that are its first step
   */
  SigmaDetections(
      RuleSet rules,
      Exemptions exemptions,
      Rule outbound,
      Set<String> startRules,
      Destinations destinations,
      ContentVersion version) {
    this.startRules = startRules;
    this.version = version;
    this.rules = rules;
    this.exemptions = exemptions;
    this.outbound = outbound;
    this.destinations = destinations;
    this.onStarts =
        new ProgramRules(
            rules.group(rule -> rule.logSource().category() == Category.PROCESS_CREATION),
            ProgramSet.Part.COMMAND);
    this.onConnections = onActivity(Category.NETWORK_CONNECTION);
    this.onQueries = onActivity(Category.DNS_QUERY);
    for (Rule rule : rules.rules()) {
      infoById.put(rule.id(), RuleMetadata.info(rule));
      riskById.put(rule.id(), RuleMetadata.riskScore(rule));
    }
  }

  @Override
  public Judgement judge(Sighting start) {
    if (onStarts.excludes(start)) {
      return Judgement.NOTHING;
    }
    StartDocument document = new StartDocument(start.event(), confidences);
    List<Match> matches = onStarts.evaluate(start, document);
    return matches.isEmpty() ? Judgement.NOTHING : judgement(matches, document, start.time());
  }

  @Override
  public Judgement judgeActivity(Sighting activity) {
    ProgramRules asked = activity.kind() == EventKind.DNS ? onQueries : onConnections;
    if (asked.excludes(activity)) {
      return Judgement.NOTHING;
    }
    Event event = activity.event();
    ActivityDocument document = new ActivityDocument(event, destinations);
    List<Match> matches = asked.evaluate(activity, document);
    return matches.isEmpty() || (event.kind() == EventKind.CONNECTION && !isOutbound(event))
        ? Judgement.NOTHING
        : judgement(matches, document, event.time());
  }

  @Override
  public boolean wouldBeSuspicious(Sighting start) {
    return matches(onConnections, start) || matches(onQueries, start);
  }

  private boolean matches(ProgramRules rules, Sighting start) {
    return !rules.excludes(start)
        && !rules.evaluate(start, new ActivityDocument(start.event(), destinations)).isEmpty();
  }

  /** Informational rules only serve correlations. */
  private ProgramRules onActivity(Category category) {
    return new ProgramRules(
        rules.group(
            rule ->
                rule.logSource().category() == category
                    && rule.level() != Level.INFORMATIONAL
                    && !rule.id().equals(outbound.id())),
        ProgramSet.Part.PROGRAM);
  }

  private Judgement judgement(List<Match> matches, Document document, long time) {
    List<RuleHit> hits = new ArrayList<>(matches.size());
    Set<Exemption> exempted = new LinkedHashSet<>();
    for (Match match : matches) {
      List<Exemption> silencing = exemptions.silencing(match.rule(), document, time);
      if (silencing.isEmpty()) {
        hits.add(hit(match));
      }
      exempted.addAll(silencing);
    }
    hits.sort(Comparator.comparingInt(RuleHit::riskScore).reversed());
    return new Judgement(hits.isEmpty() ? null : suspicion(hits), List.copyOf(exempted));
  }

  private Suspicion suspicion(List<RuleHit> hits) {
    boolean correlates = hits.stream().anyMatch(hit -> startRules.contains(hit.id()));
    return new Suspicion(hits, correlates, version);
  }

  private RuleHit hit(Match match) {
    Rule rule = match.rule();
    return new RuleHit(
        rule.id(),
        rule.title(),
        rule.level().name().toLowerCase(Locale.ROOT),
        riskById.getOrDefault(rule.id(), 0),
        match.matched());
  }

  @Override
  public List<Exemption> exemptions() {
    return exemptions.list();
  }

  @Override
  public boolean isOutbound(Event connection) {
    return isToProxy(connection.connection())
        || outbound.evaluate(new ActivityDocument(connection, destinations)) != null;
  }

  private boolean isToProxy(@Nullable Connection connection) {
    return connection != null
        && connection.direction() == Direction.OUTBOUND
        && destinations.isProxy(connection.destinationIp(), connection.destinationPort());
  }

  @Override
  public ContentVersion version() {
    return version;
  }

  @Override
  public Destinations destinations() {
    return destinations;
  }

  @Override
  public @Nullable RuleInfo rule(String id) {
    return infoById.get(id);
  }
}
