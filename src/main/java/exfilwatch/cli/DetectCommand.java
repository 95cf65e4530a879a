package exfilwatch.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

@Command(name = "detect", mixinStandardHelpOptions = true, description = "Runs the streaming job.")
final class DetectCommand implements Callable<Integer> {
  @Override
  public Integer call() {
    return Main.OK;
  }
}
