package exfilwatch.rclone.filter;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A path that a glob would match, made from its text: what to try on the rules. It need not match
 * (it is tried, not believed).
 *
 * @param path a path, {@code Finance/file.docx} for {@code Finance/*.docx}
 * @param kind what the glob says about the extension
 */
record Sample(String path, Kind kind) {
  static final String NAME = "file";

  private static final int MAX_ALTERNATIVES = 512;
  private static final int MAX_LENGTH = 4096;

  enum Kind {
    /** It spells the name's end out: an extension, or a name without one. */
    SPELLED,
    /** It asks for something of the extension, by wildcards or an expression. */
    PATTERN,
    /** It doesn't ask for an extension. */
    OPEN
  }

  /** One for each alternative; only the directory before the first expression is looked at. */
  static List<Sample> of(String glob) {
    int expression = glob.indexOf("{{");
    if (glob.length() > MAX_LENGTH || expression >= 0) {
      String directory = glob.substring(0, Math.max(0, Math.min(expression, MAX_LENGTH)));
      return List.of(
          new Sample(
              new Builder(directory.substring(0, directory.lastIndexOf('/') + 1)).build().path,
              Kind.PATTERN));
    }
    List<String> alternatives =
        glob.indexOf('\\') < 0 ? Braces.expand(glob, MAX_ALTERNATIVES) : List.of(glob);
    List<Sample> samples = new ArrayList<>();
    for (String alternative : alternatives == null ? List.of(glob) : alternatives) {
      samples.add(new Builder(alternative).build());
    }
    return samples;
  }

  /** The directory with its {@code /}; empty at the root. */
  String directory() {
    return path.substring(0, path.lastIndexOf('/') + 1);
  }

  String name() {
    return path.substring(path.lastIndexOf('/') + 1);
  }

  /** As the glob writes it; null where the name has none. */
  @Nullable String extension() {
    String name = name();
    int dot = name.lastIndexOf('.');
    return dot <= 0 || dot == name.length() - 1 ? null : name.substring(dot + 1);
  }

  private static final class Builder {
    private final String glob;
    private final StringBuilder path = new StringBuilder();
    private int nameStart; // in path
    private int dot = -1; // the last one of the name, in the glob
    private int wildcard = -1; // the last one of the name, in the glob

    private Builder(String glob) {
      this.glob = glob.startsWith("/") ? glob.substring(1) : glob;
    }

    private Sample build() {
      for (int i = 0; i < glob.length(); i++) {
        char c = glob.charAt(i);
        switch (c) {
          case '*' -> {
            path.append(path.length() == nameStart ? NAME : "");
            wildcard = i;
          }
          case '?' -> {
            path.append('x');
            wildcard = i;
          }
          case '[' -> {
            i = classMember(i);
            wildcard = i;
          }
          case '\\' -> path.append(++i < glob.length() ? glob.substring(i, i + 1) : "");
          default -> {
            path.append(c);
            dot = c == '.' ? i : dot;
            if (c == '/') {
              nameStart = path.length();
              dot = -1;
              wildcard = -1;
            }
          }
        }
      }
      if (path.length() == nameStart) {
        return new Sample(path + NAME, Kind.OPEN);
      }
      boolean spelled = wildcard < 0 || (dot > wildcard && dot < glob.length() - 1);
      boolean open = dot < 0 && glob.endsWith("*");
      return new Sample(path.toString(), spelled ? Kind.SPELLED : open ? Kind.OPEN : Kind.PATTERN);
    }

    /** Appends a character that the class has, and gives the place of its end. */
    private int classMember(int start) {
      int end = glob.indexOf(']', start + 2);
      if (end < 0) {
        return glob.length() - 1;
      }
      char first = glob.charAt(start + 1);
      path.append(first == '^' || first == '[' ? 'x' : first);
      return end;
    }
  }
}
