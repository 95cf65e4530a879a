package exfilwatch.detection;

import exfilwatch.destination.Destinations;
import exfilwatch.sigma.Category;
import exfilwatch.sigma.Match;
import exfilwatch.sigma.Rule;
import exfilwatch.sigma.RuleSet;
import exfilwatch.telemetry.Connection;
import exfilwatch.telemetry.Direction;
import exfilwatch.telemetry.Event;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Detections that are Sigma rules. Not thread-safe. */
final class SigmaDetections implements Detections {

  private final RuleSet rules;
  private final Rule outbound;
  private final Destinations destinations;
  private final Map<String, RuleInfo> infoById = new HashMap<>();
  private final Map<String, Integer> riskById = new HashMap<>();

  /**
   * @param outbound the correlation's network rule
   */
  SigmaDetections(RuleSet rules, Rule outbound, Destinations destinations) {
    this.rules = rules;
    this.outbound = outbound;
    this.destinations = destinations;
    for (Rule rule : rules.rules()) {
      infoById.put(rule.id(), RuleMetadata.info(rule));
      riskById.put(rule.id(), RuleMetadata.riskScore(rule));
    }
  }

  @Override
  public @Nullable Suspicion judge(Event start) {
    Map<String, Object> computed =
        Map.of("exfil.grammar.confidence", CommandLines.confidence(start));
    List<Match> matches =
        rules.evaluate(Category.PROCESS_CREATION, new EventDocument(start, computed));
    if (matches.isEmpty()) {
      return null;
    }
    List<RuleHit> hits = new ArrayList<>(matches.size());
    for (Match match : matches) {
      Rule rule = match.rule();
      hits.add(
          new RuleHit(
              rule.id(),
              rule.title(),
              rule.level().name().toLowerCase(Locale.ROOT),
              riskById.getOrDefault(rule.id(), 0),
              match.matched()));
    }
    hits.sort(Comparator.comparingInt(RuleHit::riskScore).reversed());
    return new Suspicion(hits);
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
