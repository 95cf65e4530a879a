package exfilwatch.sigma;

import exfilwatch.yaml.YamlException;
import java.util.regex.Pattern;

/**
 * Something wrong in a rule file.
 *
 * @param line from 1; 0 when it concerns the whole file
 * @param rule title and id of the rule; empty when it has neither
 * @param path the element, as {@code detection.selection.CommandLine|contain}; empty for the rule
 * @param detail what is wrong; what to do
 */
public record Problem(String file, int line, String rule, String path, String detail) {

  private static final Pattern CONTROL = Pattern.compile("\\R|\\p{Cntrl}");

  static Problem of(YamlException e, String rule) {
    return new Problem(e.file(), e.line(), rule, e.path(), e.detail());
  }

  /** One line, whatever is quoted in it: {@code FILE:LINE: RULE: PATH: DETAIL}. */
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder(file);
    if (line > 0) {
      text.append(':').append(line);
    }
    text.append(": ");
    if (!rule.isEmpty()) {
      text.append(rule).append(": ");
    }
    if (!path.isEmpty()) {
      text.append(path).append(": ");
    }
    return CONTROL.matcher(text.append(detail)).replaceAll(" ");
  }
}
