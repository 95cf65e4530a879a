package exfilwatch.detection;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Exceptions for tests. */
final class ExceptionFiles {

  private ExceptionFiles() {}

  /** An exception for any rule with this selection. */
  static String exception(String title, String selection) {
    return exception(title, "any", "2099-12-31", selection);
  }

  static String exception(String title, String rules, String expiry, String selection) {
    return """
    title: %s
    expiry: %s
    owner: it@example.com
    logsource: {category: process_creation}
    filter:
      rules: %s
      approved:
    %s  condition: not approved
    """
        .formatted(title, expiry, rules, selection.indent(4));
  }

  /** The shipped rules with exceptions, one document each. */
  static DetectionContent content(Path folder, String... exceptions)
      throws IOException, ContentException {
    Path file = Files.writeString(folder.resolve("e.yml"), String.join("---\n", exceptions));
    return DetectionContent.load(List.of(ShippedRules.FOLDER), List.of(file));
  }
}
