package exfilwatch.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

@Command(name = "explain", mixinStandardHelpOptions = true, description = "Says what an rclone command line would do.")
final class ExplainCommand implements Callable<Integer> {
  @Override
  public Integer call() {
    return Main.OK;
  }
}
