package exfilwatch.rclone.filter;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The alternatives that braces stand for: {@code *.{doc,xls}} is {@code *.doc} and {@code *.xls}.
 */
final class Braces {
  private static final int MAX_CHARACTERS = 50_000; // copied on the way

  private final String glob;
  private final int limit;
  private int at;
  private int copied;

  private Braces(String glob, int limit) {
    this.glob = glob;
    this.limit = limit;
  }

  /**
   * Null where there are more than {@code limit} alternatives or braces are nested deeply; the glob
   * must be balanced and without escapes.
   */
  static @Nullable List<String> expand(String glob, int limit) {
    return glob.indexOf('{') < 0 ? List.of(glob) : new Braces(glob, limit).alternatives(0);
  }

  private @Nullable List<String> alternatives(int depth) {
    if (depth > 8 || copied > MAX_CHARACTERS) {
      return null;
    }
    List<String> all = new ArrayList<>();
    List<String> heads = List.of("");
    while (true) {
      int start = at;
      while (at < glob.length() && !isSpecial(glob.charAt(at), depth)) {
        at++;
      }
      heads = product(heads, List.of(glob.substring(start, at)));
      if (at == glob.length()) {
        all.addAll(heads);
        return all;
      }
      char c = glob.charAt(at++);
      if (c == '{') {
        List<String> inner = alternatives(depth + 1);
        if (inner == null
            || copied > MAX_CHARACTERS
            || (long) heads.size() * inner.size() > limit) {
          return null;
        }
        heads = product(heads, inner);
      } else {
        all.addAll(heads);
        heads = List.of("");
        if (all.size() > limit) {
          return null;
        }
        if (c == '}') {
          return all;
        }
      }
    }
  }

  private static boolean isSpecial(char c, int depth) {
    return c == '{' || c == '}' || (c == ',' && depth > 0);
  }

  private List<String> product(List<String> heads, List<String> tails) {
    List<String> joined = new ArrayList<>(heads.size() * tails.size());
    for (String head : heads) {
      for (String tail : tails) {
        joined.add(head + tail);
        copied += head.length() + tail.length();
      }
    }
    return joined;
  }
}
