package exfilwatch.detection;

import static java.nio.charset.StandardCharsets.UTF_8;

import exfilwatch.destination.DestinationContent;
import exfilwatch.sigma.Category;
import exfilwatch.sigma.Correlation;
import exfilwatch.sigma.InvalidRulesException;
import exfilwatch.sigma.Rule;
import exfilwatch.sigma.RuleFile;
import exfilwatch.sigma.RuleSet;
import exfilwatch.yaml.YamlException;
import exfilwatch.yaml.YamlFile;
import exfilwatch.yaml.YamlNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The rules, exceptions, the correlation and the destinations that a job runs with. It travels as
 * the text of its files and is compiled where it is used.
 */
public final class DetectionContent implements Detections.Source {

  private static final long serialVersionUID = 1;

  /**
   * The shipped rule {@code outbound_connection.yml}, which stands in where there is no
   * correlation.
   */
  private static final String OUTBOUND_FILE = "outbound_connection.yml";

  private static final String OUTBOUND_ID = "2d6a0d5e-4f64-4a55-b1c8-6f3f7c1b9e58";
  private static final Duration DEFAULT_TIMESPAN = Duration.ofMinutes(10);

  private final List<RuleFile> files;
  private final List<RuleFile> exceptions;
  private final DestinationContent destinations;
  private transient volatile @Nullable RuleSet compiled;

  private DetectionContent(
      List<RuleFile> files,
      List<RuleFile> exceptions,
      DestinationContent destinations,
      RuleSet compiled) {
    this.files = List.copyOf(files);
    this.exceptions = List.copyOf(exceptions);
    this.destinations = destinations;
    this.compiled = compiled;
  }

  /** Rules without exceptions, with the shipped catalogue of destinations. */
  public static DetectionContent load(List<Path> filesOrFolders) throws ContentException {
    return load(filesOrFolders, List.of());
  }

  /** Rules and exceptions, with the shipped catalogue of destinations. */
  public static DetectionContent load(List<Path> filesOrFolders, List<Path> exceptionFolders)
      throws ContentException {
    return load(filesOrFolders, exceptionFolders, DestinationContent.shipped());
  }

  /**
   * Reads and checks rules and exceptions. Folders of exceptions may be empty.
   *
   * <p>Rules without a correlation get one: a start that any of them matches, and within ten
   * minutes an outbound connection as the shipped rule defines it.
   *
   * @throws ContentException with everything that is wrong, or when there are several correlations
   */
  public static DetectionContent load(
      List<Path> filesOrFolders, List<Path> exceptionFolders, DestinationContent destinations)
      throws ContentException {
    try {
      List<RuleFile> files = new ArrayList<>(RuleSet.read(filesOrFolders));
      List<RuleFile> exceptions = RuleSet.readIfAny(exceptionFolders);
      requireFilters(exceptions);
      RuleSet rules = compile(files, exceptions);
      if (rules.correlations().isEmpty() && rules.rule(OUTBOUND_ID).isEmpty()) {
        files.add(shippedOutboundRule());
        rules = compile(files, exceptions);
      }
      if (rules.correlations().size() > 1) {
        throw new ContentException(severalCorrelations(rules.correlations()));
      }
      List<String> problems = new ArrayList<>();
      Exemptions.of(rules, problems::add);
      if (!problems.isEmpty()) {
        throw new ContentException(String.join("\n", problems));
      }
      return new DetectionContent(files, exceptions, destinations, rules);
    } catch (InvalidRulesException e) {
      throw new ContentException(
          e.problems().stream().map(Object::toString).collect(Collectors.joining("\n")));
    }
  }

  private static RuleSet compile(List<RuleFile> files, List<RuleFile> exceptions)
      throws InvalidRulesException {
    List<RuleFile> all = new ArrayList<>(files);
    all.addAll(exceptions);
    Set<String> names = exceptions.stream().map(RuleFile::name).collect(Collectors.toSet());
    return RuleSet.compile(
        all,
        new EventFields(),
        document -> names.contains(document.file()) || Exemptions.isException(document));
  }

  /** A rule among the exceptions would alert where somebody wanted silence. */
  private static void requireFilters(List<RuleFile> exceptions) throws ContentException {
    List<String> problems = new ArrayList<>();
    for (RuleFile file : exceptions) {
      try {
        for (YamlNode document : YamlFile.documents(file.name(), file.text())) {
          if (document.isMap() && document.find("filter").isEmpty()) {
            throw document.error("is no exception; write a Sigma filter, with the key 'filter'");
          }
        }
      } catch (YamlException e) {
        problems.add(String.valueOf(e.getMessage()));
      }
    }
    if (!problems.isEmpty()) {
      throw new ContentException(String.join("\n", problems));
    }
  }

  private static RuleFile shippedOutboundRule() {
    try (InputStream in = DetectionContent.class.getResourceAsStream(OUTBOUND_FILE)) {
      if (in == null) {
        throw new IllegalStateException(OUTBOUND_FILE + " is missing in the jar");
      }
      return new RuleFile(OUTBOUND_FILE, new String(in.readAllBytes(), UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String severalCorrelations(List<Correlation> correlations) {
    return correlations.stream()
            .map(Correlation::title)
            .collect(Collectors.joining("', '", "'", "'"))
        + ": only one correlation of a start and a connection can run; name all start rules in one";
  }

  @Override
  public Detections compile() {
    RuleSet rules = rules();
    return new SigmaDetections(
        rules, exemptions(rules), rules.rule(networkRule()).orElseThrow(), destinations.compile());
  }

  /** The exceptions, also those that have expired. */
  public List<Exemption> exemptions() {
    return exemptions(rules()).list();
  }

  private static Exemptions exemptions(RuleSet rules) {
    return Exemptions.of(
        rules,
        problem -> {
          throw new IllegalStateException("an exception that was good is not: " + problem);
        });
  }

  /** The rules whose match is the first step of the correlation. */
  public Set<String> startRules() {
    Correlation correlation = correlation();
    if (correlation != null) {
      return correlation.startRuleIds();
    }
    return rules().rules().stream()
        .filter(rule -> rule.logSource().category() == Category.PROCESS_CREATION)
        .map(Rule::id)
        .collect(Collectors.toSet());
  }

  private String networkRule() {
    Correlation correlation = correlation();
    return correlation == null ? OUTBOUND_ID : correlation.networkRuleId();
  }

  /** The longest time from start to connection. */
  public Duration timespan() {
    Correlation correlation = correlation();
    return correlation == null ? DEFAULT_TIMESPAN : correlation.timespan();
  }

  private @Nullable Correlation correlation() {
    List<Correlation> correlations = rules().correlations();
    return correlations.isEmpty() ? null : correlations.get(0);
  }

  /** All rules, compiled. */
  public RuleSet rules() {
    RuleSet rules = compiled;
    if (rules == null) {
      try {
        rules = compile(files, exceptions);
      } catch (InvalidRulesException e) {
        throw new IllegalStateException("rules that were good at submission are not", e);
      }
      compiled = rules;
    }
    return rules;
  }
}
