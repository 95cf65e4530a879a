package exfilwatch.rclone.filter;

import java.util.ArrayList;
import java.util.List;

/**
 * One CSV record, as rclone's CommaSepList and SpaceSepList flags and its list-valued environment
 * variables (since 1.69) are read. A list flag on the command line is not split: there every value
 * is one item.
 */
public final class SeparatedList {
  private static final String BARE_QUOTE = "bare \" in non-quoted field";
  private static final String STRAY_QUOTE = "extraneous or missing \" in quoted-field";

  private final String text;
  private final char separator;
  private int at;

  private SeparatedList(String text, char separator) {
    String lines = text.replace("\r\n", "\n");
    this.text = lines.endsWith("\r") ? lines.substring(0, lines.length() - 1) : lines;
    this.separator = separator;
  }

  /**
   * A CommaSepList.
   *
   * @throws BadValueException for quotes out of place, with rclone's message
   */
  public static List<String> commas(String text) throws BadValueException {
    return text.isEmpty() ? List.of() : new SeparatedList(text, ',').read();
  }

  /**
   * A SpaceSepList: each blank separates, two blanks make an empty item.
   *
   * @throws BadValueException for quotes out of place, with rclone's message
   */
  public static List<String> spaces(String text) throws BadValueException {
    return text.isEmpty() ? List.of() : new SeparatedList(text, ' ').read();
  }

  private List<String> read() throws BadValueException {
    while (at < text.length() && text.charAt(at) == '\n') {
      at++; // empty lines before the record are skipped
    }
    if (at == text.length()) {
      throw new BadValueException("EOF");
    }
    List<String> items = new ArrayList<>();
    do {
      items.add(at < text.length() && text.charAt(at) == '"' ? quoted() : bare());
    } while (at < text.length() && text.charAt(at++) == separator);
    return List.copyOf(items);
  }

  private String bare() throws BadValueException {
    int start = at;
    while (at < text.length() && text.charAt(at) != separator && text.charAt(at) != '\n') {
      if (text.charAt(at++) == '"') {
        throw new BadValueException(BARE_QUOTE);
      }
    }
    return text.substring(start, at);
  }

  private String quoted() throws BadValueException {
    StringBuilder item = new StringBuilder();
    at++;
    while (true) {
      int quote = text.indexOf('"', at);
      if (quote < 0) {
        throw new BadValueException(STRAY_QUOTE);
      }
      item.append(text, at, quote);
      at = quote + 1;
      if (at == text.length() || text.charAt(at) == separator || text.charAt(at) == '\n') {
        return item.toString();
      }
      if (text.charAt(at) != '"') {
        throw new BadValueException(STRAY_QUOTE);
      }
      item.append('"');
      at++;
    }
  }
}
