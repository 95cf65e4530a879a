package exfilwatch.rclone.filter;

import java.util.List;

/**
 * Which kinds of files the filters let through, found by trying them on paths rather than by
 * reading them.
 *
 * <table>
 * <caption>What comes out</caption>
 * <tr><th>filters</th><th>result</th></tr>
 * <tr><td>none</td><td>{@code everything}, categories {@code [all]}</td></tr>
 * <tr><td>{@code --include *.docx}</td><td>extensions {@code [docx]}, categories {@code [documents]}</td></tr>
 * <tr><td>{@code --exclude *.exe}</td><td>{@code everything}, except {@code [exe]}, the categories of which something passes</td></tr>
 * <tr><td>{@code --include Finance/**}</td><td>globs {@code [Finance/**]}, categories {@code [all]}</td></tr>
 * <tr><td>{@code --include-from F}</td><td>nothing that is known; lists {@code [F]}</td></tr>
 * </table>
 *
 * @param everything whether files of any kind pass, apart from {@code except}, and not only those
 *     of {@code globs}
 * @param globs includes that let files through whose kind they don't tell: {@code Finance/**},
 *     {@code report*}
 * @param extensions those that pass where others don't; lower case, without dot, sorted
 * @param except extensions that don't pass where others do; lower case, without dot, sorted
 * @param categories ids of the catalogue, or {@code all}; in the catalogue's order
 * @param lists files on the host that hold further rules, which are not known: evidence to collect
 * @param partial whether the filters are too many or too large to try them all
 */
public record Targeted(
    boolean everything,
    List<String> globs,
    List<String> extensions,
    List<String> except,
    List<String> categories,
    List<String> lists,
    boolean partial) {
  /** The category of everything. */
  public static final String ALL = "all";

  public Targeted {
    globs = List.copyOf(globs);
    extensions = List.copyOf(extensions);
    except = List.copyOf(except);
    categories = List.copyOf(categories);
    lists = List.copyOf(lists);
  }

  /** What these rules target. Some microseconds for ordinary filters, at most some milliseconds. */
  public static Targeted of(FilterRules rules) {
    if (rules.usesFilesFrom()) {
      return new Targeted(false, List.of(), List.of(), List.of(), List.of(), rules.lists(), false);
    }
    if (rules.fileRules().isEmpty() && rules.directoryRules().isEmpty()) {
      return new Targeted(
          true, List.of(), List.of(), List.of(), List.of(ALL), rules.lists(), false);
    }
    return new TargetedProbe(rules).result();
  }
}
