package exfilwatch.cli;

import java.nio.file.Path;
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
      description = "the telemetry source of all inputs (default: ${DEFAULT-VALUE})")
  String source;

  @Option(
      names = "--dead-letters",
      paramLabel = "FILE",
      description = "where records go that can't be decoded (default: only counted)")
  private @Nullable Path deadLetters;

  @Nullable String deadLetters() {
    return deadLetters == null ? null : deadLetters.toString();
  }
}
