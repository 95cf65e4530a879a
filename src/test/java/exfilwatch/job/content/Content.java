package exfilwatch.job.content;

import exfilwatch.detection.DetectionContent;
import java.nio.file.Path;
import java.util.List;

/** Content for tests. */
final class Content {

  static final String EXCEPTION = "7f3c0c52-6f0e-4f5b-93c7-0a2b6d6f5a11";
  static final String RULE = "2b1f6a5e-8a1d-4a7c-8f7b-64a1a3a9c0de";
  static final String SHIPPED_RULE = "3f4c2b18-9d2e-4b7a-a3c1-8e6d9f2b5c7e";

  private Content() {}

  /** The shipped rules. */
  static DetectionContent submitted() {
    try {
      return DetectionContent.load(List.of(Path.of("conf/rules")));
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  static String exception(String rules) {
    return """
    title: Approved
    id: %s
    expiry: 2099-12-31
    owner: it@example.com
    logsource: {category: process_creation}
    filter:
      rules: %s
      approved: {user.name: approved}
      condition: not approved
    """
        .formatted(EXCEPTION, rules);
  }

  static String rule() {
    return """
    title: The backup tool
    id: %s
    name: backup_tool
    logsource: {category: process_creation}
    detection:
      selection: {process.name: tool.exe}
      condition: selection
    level: high
    """
        .formatted(RULE);
  }
}
