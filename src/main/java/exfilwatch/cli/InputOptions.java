package exfilwatch.cli;

import exfilwatch.telemetry.decode.TelemetryDecoder;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** What the commands over files read, and where they put what can't be read. */
@SuppressWarnings("NullAway.Init") // picocli fills the fields
final class InputOptions {

  @Parameters(
      paramLabel = "INPUT",
      arity = "1..*",
      description = "files, folders, or - for standard input; NDJSON, JSON arrays, gzip")
  List<String> inputs;

  @Option(
      names = "--source",
      paramLabel = "NAME",
      defaultValue = "auto",
      completionCandidates = Sources.class,
      description =
          "the telemetry source of all inputs: ${COMPLETION-CANDIDATES} (default:"
              + " ${DEFAULT-VALUE})")
  String source;

  @Option(
      names = "--dead-letters",
      paramLabel = "FILE",
      description = "where records go that can't be decoded (default: only counted)")
  private @Nullable Path deadLetters;

  /** The sources by name. */
  static final class Sources implements Iterable<String> {
    @Override
    public Iterator<String> iterator() {
      return TelemetryDecoder.sources().iterator();
    }
  }

  @Nullable String deadLetters() {
    return deadLetters == null ? null : deadLetters.toString();
  }
}
