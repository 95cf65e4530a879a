package exfilwatch.bench;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** How a process is started that runs a class of this project with the same Java. */
final class ChildJvm {

  private ChildJvm() {}

  static ProcessBuilder of(
      List<String> options, String classPath, Class<?> main, String... arguments) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(options);
    command.addAll(List.of("-cp", classPath, main.getName()));
    command.addAll(List.of(arguments));
    return new ProcessBuilder(command);
  }
}
