package exfilwatch.detection;

import exfilwatch.destination.Destinations;
import exfilwatch.sigma.Category;
import exfilwatch.sigma.Document;
import exfilwatch.sigma.Level;
import exfilwatch.sigma.Match;
import exfilwatch.sigma.Rule;
import exfilwatch.sigma.RuleGroup;
import exfilwatch.sigma.RuleSet;
import exfilwatch.telemetry.Connection;
import exfilwatch.telemetry.Direction;
import exfilwatch.telemetry.Event;
import exfilwatch.telemetry.EventKind;
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
  private final Destinations destinations;
  private final RuleGroup connectionRules;
  private final RuleGroup queryRules;
  private final GrammarConfidence confidences = new GrammarConfidence();
  private final Map<String, RuleInfo> infoById = new HashMap<>();
  private final Map<String, Integer> riskById = new HashMap<>();

  /**
   * @param outbound the correlation's network rule
   */
  SigmaDetections(RuleSet rules, Exemptions exemptions, Rule outbound, Destinations destinations) {
    this.rules = rules;
    this.exemptions = exemptions;
    this.outbound = outbound;
    this.destinations = destinations;
    this.connectionRules = activityRules(Category.NETWORK_CONNECTION);
    this.queryRules = activityRules(Category.DNS_QUERY);
    for (Rule rule : rules.rules()) {
      infoById.put(rule.id(), RuleMetadata.info(rule));
      riskById.put(rule.id(), RuleMetadata.riskScore(rule));
    }
  }

  @Override
  public Judgement judge(Event start) {
    StartDocument document = new StartDocument(start, confidences);
    List<Match> matches = rules.evaluate(Category.PROCESS_CREATION, document);
    if (matches.isEmpty()) {
      return Judgement.NOTHING;
    }
    return judgement(matches, document, start.time());
  }

  @Override
  public @Nullable Suspicion judgeActivity(Event activity) {
    List<Match> matches =
        (activity.kind() == EventKind.DNS ? queryRules : connectionRules)
            .evaluate(new EventDocument(activity));
    return matches.isEmpty() || (activity.kind() == EventKind.CONNECTION && !isOutbound(activity))
        ? null
        : judgement(matches, new EventDocument(activity), activity.time()).suspicion();
  }

  @Override
  public boolean wouldBeSuspicious(Event start) {
    EventDocument document = new EventDocument(start);
    return !connectionRules.evaluate(document).isEmpty()
        || !queryRules.evaluate(document).isEmpty();
  }

  /** Informational rules only serve correlations. */
  private RuleGroup activityRules(Category category) {
    return rules.group(
        rule ->
            rule.logSource().category() == category
                && rule.level() != Level.INFORMATIONAL
                && !rule.id().equals(outbound.id()));
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
    return new Judgement(hits.isEmpty() ? null : new Suspicion(hits), List.copyOf(exempted));
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
        || outbound.evaluate(new EventDocument(connection)) != null;
  }

  private boolean isToProxy(@Nullable Connection connection) {
    return connection != null
        && connection.direction() == Direction.OUTBOUND
        && destinations.isProxy(connection.destinationIp(), connection.destinationPort());
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
