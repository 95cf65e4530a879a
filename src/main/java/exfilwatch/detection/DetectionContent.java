package exfilwatch.detection;

import exfilwatch.sigma.Correlation;
import exfilwatch.sigma.InvalidRulesException;
import exfilwatch.sigma.RuleFile;
import exfilwatch.sigma.RuleSet;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The rules and the correlation that a job runs with. It travels as the text of its files and is
 * compiled where it is used.
 */
public final class DetectionContent implements Detections.Source {

  private static final long serialVersionUID = 1;

  private final List<RuleFile> files;
  private transient volatile @Nullable RuleSet compiled;

  private DetectionContent(List<RuleFile> files, RuleSet compiled) {
    this.files = List.copyOf(files);
    this.compiled = compiled;
  }

  /**
   * Reads and checks rules.
   *
   * <p>Rules without a correlation get the shipped outbound rule: any start that a rule matches,
   * then an outbound connection.
   *
   * @throws ContentException with everything that is wrong, or when there are several correlations
   */
  public static DetectionContent load(List<Path> filesOrFolders) throws ContentException {
    try {
      List<RuleFile> files = RuleSet.read(filesOrFolders);
      RuleSet rules = RuleSet.compile(files, new EventFields());
      if (rules.correlations().size() > 1) {
        throw new ContentException(severalCorrelations(rules.correlations()));
      }
      return new DetectionContent(files, rules);
    } catch (InvalidRulesException e) {
      throw new ContentException(e.getMessage());
    }
  }

  private static String severalCorrelations(List<Correlation> correlations) {
    return "the correlations "
        + correlations.stream()
            .map(Correlation::title)
            .collect(Collectors.joining("', '", "'", "'"))
        + " can't run together; name all their start rules in one";
  }

  @Override
  public Detections compile() {
    return new SigmaDetections(rules());
  }

  /** The rules whose match is the first step of the correlation. */
  public Set<String> startRules() {
    return correlation().startRuleIds();
  }

  /** The longest time from start to connection. */
  public Duration timespan() {
    return correlation().timespan();
  }

  private Correlation correlation() {
    return rules().correlations().get(0);
  }

  public RuleSet rules() {
    if (compiled == null) {
      try {
        compiled = RuleSet.compile(files, new EventFields());
      } catch (InvalidRulesException e) {
        throw new IllegalStateException("rules that were good at submission are not", e);
      }
    }
    return compiled;
  }
}
