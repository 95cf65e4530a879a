package exfilwatch.sigma;

import java.time.Duration;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A start of a process, followed by a network connection of that process on that host: a Sigma
 * correlation of the type {@code temporal_ordered} with two steps.
 *
 * @param startRuleIds the rules (category process_creation) any of which is the first step
 * @param networkRuleId the rule (category network_connection) that is the second step
 * @param timespan longest time from the first step to the second
 * @param custom top-level keys that Sigma doesn't know, as {@link Rule#custom()}
 */
public record Correlation(
    String id,
    String title,
    Level level,
    String description,
    Set<String> startRuleIds,
    String networkRuleId,
    Duration timespan,
    Map<String, @Nullable Object> custom) {}
