package exfilwatch.rclone;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * The secrets of one command line as they are found. What leaves the parser is swept of them again,
 * so that a secret which is repeated where no option names it (a file name, an echo) goes too.
 */
final class Secrets {

  static final String REDACTED = "[REDACTED]";

  /** Shorter values are removed where they stand only: swept, they would take whole words along. */
  private static final int MIN_SWEPT = 6;

  /** Keeps the sweep linear in the text, whatever a hostile line brings. */
  private static final int MAX_SWEPT = 16;

  private final List<String> values = new ArrayList<>();
  private final Set<String> options = new LinkedHashSet<>();

  /** What stands for the value. */
  String redact(String option, String value) {
    if (value.isEmpty() || value.equals(REDACTED)) {
      return value;
    }
    options.add(option);
    if (value.length() >= MIN_SWEPT && values.size() < MAX_SWEPT && !values.contains(value)) {
      values.add(value);
    }
    return REDACTED;
  }

  /** Names of the options of which something was taken away, in the order found. */
  Set<String> options() {
    return options;
  }

  boolean isEmpty() {
    return options.isEmpty();
  }

  String sweep(String text) {
    String swept = text;
    for (String value : values) {
      if (swept.contains(value)) {
        swept = swept.replace(value, REDACTED);
      }
    }
    return swept;
  }
}
