package exfilwatch.detection;

import exfilwatch.destination.Destinations;
import exfilwatch.telemetry.Event;
import java.io.Serializable;
import org.jspecify.annotations.Nullable;

/** What the detection content (rules, exceptions, correlation) says about an event. */
public interface Detections {

  /** Why {@code start} is suspicious; null when it is not. */
  @Nullable Suspicion judge(Event start);

  /**
   * Whether {@code connection} is one that the correlation waits for: the outbound side. One to a
   * proxy of the organisation always is, wherever the proxy's address is.
   */
  boolean isOutbound(Event connection);

  /** What the rule of this id says of itself; null when the content no longer has it. */
  @Nullable RuleInfo rule(String id);

  /** What destinations are. */
  default Destinations destinations() {
    return Destinations.NONE;
  }

  /** Detection content that travels to the task managers, where it is compiled. */
  interface Source extends Serializable {
    Detections compile();
  }
}
