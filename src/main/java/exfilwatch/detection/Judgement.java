package exfilwatch.detection;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the detection content says about a process start, or an activity.
 *
 * @param suspicion null when it is not suspicious, or nothing is left of it after the exceptions
 * @param exempted the exceptions that silenced a rule that matched
 */
public record Judgement(@Nullable Suspicion suspicion, List<Exemption> exempted) {

  public static final Judgement NOTHING = new Judgement(null, List.of());
}
