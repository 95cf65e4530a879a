package exfilwatch.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** jobs/exfilwatch with the packaged jar, from another folder and through a link. */
class LauncherIT {

  private Path folder;
  private Path link;

  @BeforeEach
  void projectInAFolderWithSpaces(@TempDir Path temp) throws IOException {
    Path here = Path.of("").toAbsolutePath();
    folder = temp;
    Path project = temp.resolve("the project");
    Path jobs = Files.createDirectories(project.resolve("jobs"));
    Files.copy(
        here.resolve("jobs/exfilwatch"),
        jobs.resolve("exfilwatch"),
        StandardCopyOption.COPY_ATTRIBUTES);
    Files.createSymbolicLink(project.resolve("conf"), here.resolve("conf"));
    Files.createSymbolicLink(project.resolve("target"), here.resolve("target"));
    link =
        Files.createSymbolicLink(temp.resolve("xw"), Path.of("the project", "jobs", "exfilwatch"));
  }

  @Test
  void runsFromAnywhere() throws Exception {
    Run run = run("--help");
    assertThat(run.err).isEmpty();
    assertThat(run.out).contains("Usage: exfilwatch");
    assertThat(run.exit).isZero();
  }

  @Test
  void passesArgumentsAndTheExitCodeOn() throws Exception {
    Run run = run("hunt", "no such file");
    assertThat(run.out).isEmpty();
    assertThat(run.err).contains("no such file").doesNotContain("Exception", "\tat ");
    assertThat(run.exit).isBetween(1, 2);
  }

  private record Run(int exit, String out, String err) {}

  private Run run(String... arguments) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of(link.toString()));
    command.addAll(List.of(arguments));
    Path out = folder.resolve("out");
    Path err = folder.resolve("err");
    Process process =
        new ProcessBuilder(command)
            .directory(folder.toFile())
            .redirectOutput(out.toFile())
            .redirectError(err.toFile())
            .start();
    int exit = process.waitFor();
    return new Run(exit, Files.readString(out), Files.readString(err));
  }
}
