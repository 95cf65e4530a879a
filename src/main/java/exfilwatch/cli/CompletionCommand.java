package exfilwatch.cli;

import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.AutoComplete;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
    name = "completion",
    mixinStandardHelpOptions = true,
    description = {
      "Prints the script that completes commands and options in a shell.",
      "It serves exfilwatch by any path, also jobs/exfilwatch."
    },
    exitCodeList = {"0:printed", "2:usage"},
    footer = {
      "source <(exfilwatch completion bash)",
      "exfilwatch completion zsh > exfilwatch-completion.zsh"
    })
@SuppressWarnings("NullAway.Init") // picocli fills the fields
final class CompletionCommand implements Callable<Integer> {

  @Parameters(
      paramLabel = "bash|zsh",
      arity = "0..1",
      defaultValue = "bash",
      completionCandidates = Shells.class,
      description = "the shell; both understand the same script (default: ${DEFAULT-VALUE})")
  @SuppressWarnings("UnusedVariable") // picocli refuses other shells
  private Shell shell;

  @Spec private CommandSpec spec;

  private static final class Shells extends EnumNames {
    Shells() {
      super(Shell.values());
    }
  }

  /** The shells. */
  enum Shell {
    BASH,
    ZSH
  }

  @Override
  public Integer call() {
    PrintWriter out = spec.commandLine().getOut();
    out.print(AutoComplete.bash(spec.root().name(), spec.root().commandLine()));
    out.flush();
    return Main.OK;
  }
}
