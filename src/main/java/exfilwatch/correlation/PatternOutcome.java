package exfilwatch.correlation;

import exfilwatch.telemetry.Event;

/**
 * What the CEP pattern says about an incident.
 *
 * @param event the outbound connection that completed the pattern; or, when {@code late}, the start
 *     or connection that reached the pattern behind the watermark, so that it could not be matched
 */
public record PatternOutcome(String incidentKey, Event event, boolean late) {}
