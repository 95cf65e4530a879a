package exfilwatch.detection;

import exfilwatch.destination.Destinations;
import exfilwatch.telemetry.Event;
import exfilwatch.telemetry.Sighting;
import java.io.Serializable;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What the detection content (rules, exceptions, correlation) says about an event. */
public interface Detections {

  /** Whether and why {@code start} is suspicious, and which exceptions had a say in it. */
  Judgement judge(Sighting start);

  /** All exceptions, also those that have expired. */
  default List<Exemption> exemptions() {
    return List.of();
  }

  /**
   * Whether {@code connection} is one that the correlation waits for: the outbound side. One to a
   * proxy of the organisation always is, wherever the proxy's address is.
   */
  boolean isOutbound(Event connection);

  /**
   * Whether and why the process of a connection or name query is suspicious, by what that record
   * itself says of it. This tells of processes whose start nobody saw.
   */
  default Judgement judgeActivity(Sighting activity) {
    return Judgement.NOTHING;
  }

  /**
   * Whether {@code start} is of a process whose activity would be suspicious if its start had not
   * been seen and judged.
   */
  default boolean wouldBeSuspicious(Sighting start) {
    return false;
  }

  /** What the rule of this id says of itself; null when the content no longer has it. */
  @Nullable RuleInfo rule(String id);

  /** Which content this is. */
  default ContentVersion version() {
    return ContentVersion.NONE;
  }

  /** What destinations are. */
  default Destinations destinations() {
    return Destinations.NONE;
  }

  /** Detection content that travels to the task managers, where it is compiled. */
  interface Source extends Serializable {
    Detections compile();
  }
}
