package exfilwatch.sigma;

import java.util.List;
import java.util.stream.Collectors;

/** Rules that can't be used, with everything that is wrong with them. */
public final class InvalidRulesException extends Exception {
  private final transient List<Problem> problems;

  InvalidRulesException(List<Problem> problems) {
    super(problems.stream().map(Problem::toString).collect(Collectors.joining("\n")));
    this.problems = List.copyOf(problems);
  }

  /** In the order of files and lines; never empty. */
  public List<Problem> problems() {
    return problems;
  }
}
