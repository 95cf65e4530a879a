package exfilwatch.sigma;

import exfilwatch.yaml.YamlException;
import exfilwatch.yaml.YamlFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitOption;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** Finds and reads rule files. */
final class RuleFiles {
  private RuleFiles() {}

  /**
   * @param mayBeEmpty whether a folder needs no file
   */
  static List<RuleFile> read(List<Path> filesOrFolders, boolean mayBeEmpty)
      throws InvalidRulesException {
    List<RuleFile> files = new ArrayList<>();
    List<Problem> problems = new ArrayList<>();
    Set<Path> seen = new HashSet<>();
    for (Path path : filesOrFolders) {
      try {
        for (Path file : Files.isDirectory(path) ? inFolder(path, mayBeEmpty) : List.of(path)) {
          // The same file may be given by itself and by its folder
          if (seen.add(file.toAbsolutePath().normalize())) {
            files.add(new RuleFile(file.toString(), YamlFile.text(file)));
          }
        }
      } catch (YamlException e) {
        problems.add(Problem.of(e, ""));
      }
    }
    if (!problems.isEmpty()) {
      throw new InvalidRulesException(problems);
    }
    return files;
  }

  private static List<Path> inFolder(Path folder, boolean mayBeEmpty) {
    try (Stream<Path> walk = Files.walk(folder, FileVisitOption.FOLLOW_LINKS)) {
      List<Path> files =
          walk.filter(file -> isRuleFile(file) && !isHidden(folder.relativize(file)))
              .sorted()
              .toList();
      if (files.isEmpty() && !mayBeEmpty) {
        throw new YamlException(folder.toString(), 0, "", "has no rule file (*.yml, *.yaml)");
      }
      return files;
    } catch (IOException | UncheckedIOException e) {
      throw new YamlException(folder.toString(), 0, "", "can't be read: " + e.getMessage());
    }
  }

  private static boolean isRuleFile(Path file) {
    String name = String.valueOf(file.getFileName());
    return (name.endsWith(".yml") || name.endsWith(".yaml")) && Files.isRegularFile(file);
  }

  /** A mounted Kubernetes config map has each file once more in folders that begin with a dot. */
  private static boolean isHidden(Path relative) {
    for (Path part : relative) {
      if (part.toString().startsWith(".")) {
        return true;
      }
    }
    return false;
  }
}
