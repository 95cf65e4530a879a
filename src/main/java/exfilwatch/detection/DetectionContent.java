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
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
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

  /** What stands for the catalogue of destinations where everything has an id. */
  public static final String DESTINATIONS = "destinations";

  private static final String NO_DESTINATIONS = "destinations: []\n";

  private final List<ContentDocument> documents;
  private final DestinationContent destinations;
  private final ContentVersion version;
  private transient volatile @Nullable RuleSet compiled;

  private DetectionContent(
      List<ContentDocument> documents,
      DestinationContent destinations,
      long number,
      RuleSet compiled) {
    this.documents = List.copyOf(documents);
    this.destinations = destinations;
    this.version = new ContentVersion(number, ContentHash.of(documents, destinations));
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
      List<RuleFile> exceptions = RuleSet.readIfAny(exceptionFolders);
      List<ContentDocument> documents = new ArrayList<>();
      for (RuleFile file : RuleSet.read(filesOrFolders)) {
        documents.addAll(ContentDocument.of(file, false));
      }
      requireFilters(exceptions);
      for (RuleFile file : exceptions) {
        documents.addAll(ContentDocument.of(file, true));
      }
      return checked(documents, destinations, 0);
    } catch (InvalidRulesException e) {
      throw new ContentException(lines(e));
    }
  }

  /**
   * This content with some documents changed. Complaints name a document by its id.
   *
   * @param changes by id: a document that is added or replaces the one of that id; null takes it
   *     away. {@link #DESTINATIONS} stands for the catalogue
   * @param number of the version that this makes
   * @throws ContentException with everything that is wrong with the whole that comes out, or when
   *     it can't be had without a restart
   */
  public DetectionContent with(Map<String, @Nullable String> changes, long number)
      throws ContentException {
    Map<String, ContentDocument> byId = new LinkedHashMap<>();
    documents.forEach(document -> byId.put(document.id(), document));
    DestinationContent catalogue = destinations;
    for (Map.Entry<String, @Nullable String> change : changes.entrySet()) {
      String id = change.getKey();
      String text = change.getValue();
      if (id.equals(DESTINATIONS)) {
        catalogue = catalogue(text == null ? NO_DESTINATIONS : text);
      } else if (text == null) {
        byId.remove(id);
      } else {
        ContentDocument old = byId.get(id);
        byId.put(id, ContentDocument.alone(id, text, old != null && old.exception()));
      }
    }
    DetectionContent changed = checked(List.copyOf(byId.values()), catalogue, number);
    if (changed.startRules().isEmpty()) {
      throw new ContentException("no rule for process starts would be left; keep at least one");
    }
    if (!changed.timespan().equals(timespan())) {
      throw new ContentException(
          "%s: the timespan of the correlation can't change from %d s to %d s while the job runs; restart it with the new one"
              .formatted(
                  changed.correlationTitle(),
                  timespan().toSeconds(),
                  changed.timespan().toSeconds()));
    }
    return changed;
  }

  private DestinationContent catalogue(String text) throws ContentException {
    try {
      return destinations.withCatalogue(DESTINATIONS, text);
    } catch (YamlException e) {
      throw new ContentException(String.valueOf(e.getMessage()));
    }
  }

  private static DetectionContent checked(
      List<ContentDocument> given, DestinationContent destinations, long number)
      throws ContentException {
    try {
      List<ContentDocument> documents = given;
      RuleSet rules = compile(documents);
      if (rules.correlations().isEmpty() && rules.rule(OUTBOUND_ID).isEmpty()) {
        documents = new ArrayList<>(given);
        documents.addAll(ContentDocument.of(shippedOutboundRule(), false));
        rules = compile(documents);
      }
      if (rules.correlations().size() > 1) {
        throw new ContentException(severalCorrelations(rules.correlations()));
      }
      List<String> problems = new ArrayList<>();
      Exemptions.of(rules, problems::add);
      if (!problems.isEmpty()) {
        throw new ContentException(String.join("\n", problems));
      }
      return new DetectionContent(documents, destinations, number, rules);
    } catch (InvalidRulesException e) {
      throw new ContentException(lines(e));
    }
  }

  private static String lines(InvalidRulesException e) {
    return e.problems().stream().map(Object::toString).collect(Collectors.joining("\n"));
  }

  private static RuleSet compile(List<ContentDocument> documents) throws InvalidRulesException {
    Set<String> exceptions =
        documents.stream()
            .filter(ContentDocument::exception)
            .map(ContentDocument::file)
            .collect(Collectors.toSet());
    return RuleSet.compile(
        documents.stream().map(ContentDocument::toFile).toList(),
        new EventFields(),
        document -> exceptions.contains(document.file()) || Exemptions.isException(document));
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
        rules,
        exemptions(rules),
        rules.rule(networkRule()).orElseThrow(),
        startRules(),
        destinations.compile(),
        version);
  }

  /** Changes with every change of a document, or of the catalogue. */
  public ContentVersion version() {
    return version;
  }

  /** The text of everything that can be changed by itself, by id. */
  public SortedMap<String, String> texts() {
    SortedMap<String, String> texts = new TreeMap<>();
    documents.forEach(document -> texts.put(document.id(), document.text()));
    texts.put(DESTINATIONS, destinations.catalogue());
    return texts;
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

  private String correlationTitle() {
    Correlation correlation = correlation();
    return correlation == null ? "without a correlation" : "'" + correlation.title() + "'";
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
        rules = compile(documents);
      } catch (InvalidRulesException e) {
        throw new IllegalStateException("rules that were good at submission are not", e);
      }
      compiled = rules;
    }
    return rules;
  }
}
