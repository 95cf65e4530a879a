package exfilwatch.correlation;

import exfilwatch.detection.ContentVersion;
import exfilwatch.detection.RuleHit;
import exfilwatch.telemetry.Event;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * An incident as it stands at one stage: what an alert is rendered from.
 *
 * @param id the same for all stages, and at every replay
 * @param time when the stage was reached, event time in epoch milliseconds
 * @param start the start of the process that the incident is about
 * @param rules every rule that matched a start of the incident, highest risk first
 * @param sources the telemetry sources that saw a suspicious start
 * @param connection the outbound connection that completed the correlation; null before that
 * @param networkTelemetry whether the host sends connections at all, as far as was seen
 * @param ended when the last process of the incident ended, epoch milliseconds; 0 when that was not
 *     seen
 * @param opened event time of its first start, epoch milliseconds
 * @param likeness the same for incidents of one rule, host, user, executable and declared
 *     destination, and for all stages
 * @param suppressed how many incidents like it this one stands for, itself not counted
 * @param summary whether it stands for other incidents of its host, whatever they are like
 * @param timeline of its processes and name queries; empty before it is closed
 * @param content which content found the start suspicious
 */
public record Incident(
    String id,
    Stage stage,
    long time,
    Event start,
    List<RuleHit> rules,
    List<String> sources,
    @Nullable Event connection,
    ConnectionTotals totals,
    boolean networkTelemetry,
    long ended,
    long opened,
    String likeness,
    Caveats caveats,
    long suppressed,
    boolean summary,
    Timeline timeline,
    ContentVersion content) {

  /** State that an earlier version saved has no timeline. */
  public Incident {
    timeline = Objects.requireNonNullElse(timeline, Timeline.EMPTY);
    content = Objects.requireNonNullElse(content, ContentVersion.NONE);
  }

  /** An incident without a timeline. */
  public Incident(
      String id,
      Stage stage,
      long time,
      Event start,
      List<RuleHit> rules,
      List<String> sources,
      @Nullable Event connection,
      ConnectionTotals totals,
      boolean networkTelemetry,
      long ended,
      long opened,
      String likeness,
      Caveats caveats,
      long suppressed,
      boolean summary) {
    this(
        id,
        stage,
        time,
        start,
        rules,
        sources,
        connection,
        totals,
        networkTelemetry,
        ended,
        opened,
        likeness,
        caveats,
        suppressed,
        summary,
        Timeline.EMPTY,
        ContentVersion.NONE);
  }

  /** The highest risk of the rules that matched. */
  int risk() {
    return rules.isEmpty() ? 0 : rules.get(0).riskScore();
  }

  Incident standingFor(long others) {
    return new Incident(
        id,
        stage,
        time,
        start,
        rules,
        sources,
        connection,
        totals,
        networkTelemetry,
        ended,
        opened,
        likeness,
        caveats,
        others,
        summary,
        timeline,
        content);
  }

  Incident asSummary(String summaryId, long summaryTime, long others) {
    return new Incident(
        summaryId,
        stage,
        summaryTime,
        start,
        rules,
        sources,
        connection,
        totals,
        networkTelemetry,
        ended,
        opened,
        likeness,
        caveats,
        others,
        true,
        timeline,
        content);
  }
}
