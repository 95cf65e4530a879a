package exfilwatch.destination;

import static java.nio.charset.StandardCharsets.UTF_8;

import exfilwatch.yaml.YamlFile;
import java.io.IOException;
import java.io.InputStream;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The catalogue and the organisation's networks that a job runs with. They travel as text and are
 * read where they are used.
 */
public final class DestinationContent implements Serializable {

  private static final long serialVersionUID = 1;

  private static final String FILE = "destinations.yaml";

  private final String name;
  private final String catalogue;
  private final List<String> internal;
  private final List<String> proxies;
  private transient volatile @Nullable Destinations compiled;

  private DestinationContent(
      String name, String catalogue, List<String> internal, List<String> proxies) {
    this.name = name;
    this.catalogue = catalogue;
    this.internal = List.copyOf(internal);
    this.proxies = List.copyOf(proxies);
  }

  /** The shipped catalogue, and nothing of the organisation. */
  public static DestinationContent shipped() {
    return of(null, List.of(), List.of());
  }

  /**
   * Reads and checks.
   *
   * @param file the catalogue; null for the shipped one
   * @param internal as {@link Networks#of(List)}
   * @param proxies as {@link Proxies#of(List)}
   * @throws exfilwatch.yaml.YamlException for a catalogue that isn't good, with file and line
   * @throws IllegalArgumentException for what isn't a network or proxy
   */
  public static DestinationContent of(
      @Nullable Path file, List<String> internal, List<String> proxies) {
    DestinationContent content =
        file == null
            ? new DestinationContent(FILE, shippedText(), internal, proxies)
            : new DestinationContent(file.toString(), YamlFile.text(file), internal, proxies);
    content.compile();
    return content;
  }

  /**
   * The same networks with another catalogue.
   *
   * @param name how complaints call it
   * @throws exfilwatch.yaml.YamlException as {@link #of}
   */
  public DestinationContent withCatalogue(String name, String text) {
    DestinationContent content = new DestinationContent(name, text, internal, proxies);
    content.compile();
    return content;
  }

  /** The catalogue as it is written. */
  public String catalogue() {
    return catalogue;
  }

  /** What the text says. */
  public Destinations compile() {
    Destinations known = compiled;
    if (known == null) {
      known =
          new Destinations(
              DestinationCatalogue.of(YamlFile.document(name, catalogue)),
              Networks.of(internal),
              Proxies.of(proxies));
      compiled = known;
    }
    return known;
  }

  private static String shippedText() {
    try (InputStream in = DestinationContent.class.getResourceAsStream(FILE)) {
      if (in == null) {
        throw new IllegalStateException(FILE + " is missing in the jar");
      }
      return new String(in.readAllBytes(), UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
