package exfilwatch.correlation;

import exfilwatch.detection.Suspicion;
import exfilwatch.telemetry.Event;
import org.jspecify.annotations.Nullable;

/**
 * An event of a suspected process, as the gate lets it through.
 *
 * @param incidentKey which incident it belongs to: host and the process that started it
 * @param processKey which process of the incident it is about
 * @param suspicion only of {@link Step#START} and {@link Step#JOIN}
 * @param forPattern whether the CEP pattern has to see it: the starts, and the first outbound
 *     connection of each process. Further ones only add to the incident's totals, because CEP's
 *     cost grows with what a key buffers.
 */
public record CaseEvent(
    String incidentKey,
    String processKey,
    Step step,
    Event event,
    @Nullable Suspicion suspicion,
    boolean forPattern) {

  /** What the event means for its incident. */
  public enum Step {
    /** The suspicious start that opens the incident. */
    START,
    /**
     * A suspicious start that belongs to an open incident: a child, or the same start from another
     * source.
     */
    JOIN,
    /** A start that is not suspicious itself but has a suspect as its parent. */
    CHILD,
    /** An outbound connection. */
    CONNECTION,
    /** A name query. */
    DNS,
    /** The end of a process of the incident. */
    END,
    /** Some process of the host had a connection: the host does send network telemetry. */
    NETWORK_TELEMETRY
  }
}
