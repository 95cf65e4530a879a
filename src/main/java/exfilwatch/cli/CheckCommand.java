package exfilwatch.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import exfilwatch.job.config.JobConfig;
import java.io.PrintWriter;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
    name = "check",
    mixinStandardHelpOptions = true,
    description = {
      "Validates configuration, rules and exceptions; says what is wrong by file, line and field."
          + " Needs no broker.",
      "With --explain it says of each rule which fields it uses, which sources don't have them, and"
          + " on which sources it can't match at all; of each exception, which rules it silences."
    },
    exitCodeList = {"0:all is good", "2:usage, or something is wrong"},
    footer = {
      "exfilwatch check",
      "exfilwatch check --explain --rules my-rules/ --exceptions my-exceptions/",
      "exfilwatch check --json"
    })
@SuppressWarnings("NullAway.Init") // picocli fills the fields
final class CheckCommand implements Callable<Integer> {

  private static final ObjectMapper JSON =
      new ObjectMapper().setPropertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE);

  @Mixin private ContentOptions content;

  @Option(
      names = "--explain",
      description = "of each rule its fields and where they are missing, of exceptions their rules")
  private boolean explain;

  @Option(names = "--json", description = "all of that as one JSON object")
  private boolean json;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws JsonProcessingException {
    PrintWriter out = spec.commandLine().getOut();
    JobConfig config = content.config(false);
    CheckedContent checked =
        CheckedContent.of(content.content(config), LocalDate.now(ZoneOffset.UTC));
    if (json) {
      out.println(JSON.writeValueAsString(checked));
      out.flush();
    } else {
      new CheckText(out, Main.terminal(spec).ansiOut(), explain).print(checked);
    }
    return Main.OK;
  }
}
