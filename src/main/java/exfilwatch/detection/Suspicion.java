package exfilwatch.detection;

import java.util.List;
import java.util.Set;

/**
 * Why a process start is suspicious.
 *
 * @param rules every rule that matched, highest risk first; never empty
 */
public record Suspicion(List<RuleHit> rules) {

  /** Whether any rule of {@code ids} is among those that matched. */
  public boolean matchesAny(Set<String> ids) {
    for (RuleHit hit : rules) {
      if (ids.contains(hit.id())) {
        return true;
      }
    }
    return false;
  }
}
