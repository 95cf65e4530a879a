package exfilwatch.detection;

import exfilwatch.telemetry.Event;
import java.io.Serializable;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What the detection content (rules, exceptions, correlation) says about an event. */
public interface Detections {

  /** Whether and why {@code start} is suspicious, and which exceptions had a say in it. */
  Judgement judge(Event start);

  /** All exceptions, also those that have expired. */
  default List<Exemption> exemptions() {
    return List.of();
  }

  /** Whether {@code connection} is one that the correlation waits for: the outbound side. */
  boolean isOutbound(Event connection);

  /** What the rule of this id says of itself; null when the content no longer has it. */
  @Nullable RuleInfo rule(String id);

  /** Detection content that travels to the task managers, where it is compiled. */
  interface Source extends Serializable {
    Detections compile();
  }
}
