package exfilwatch.rclone.filter;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Matches the globs that filters are mostly made of, those of literals, {@code ? * **} and braces,
 * without building a regular expression, which would cost more than all of the matching. The result
 * is the expression's, in time linear in the path.
 */
final class SimpleGlob {
  private static final int MAX_TOKENS = 60; // states are the bits of a long
  private static final int MAX_LENGTH = 4096;
  private static final int MAX_ALTERNATIVES = 512;
  private static final int MAX_PROGRAMS = 16;

  private static final char ANY =
      '\ue000'; // private use stands for wildcards: such characters in a glob make it not simple
  private static final char STAR = '\ue001';
  private static final char STARS = '\ue002';

  private final boolean rooted;
  private final boolean ignoreCase;
  private final Set<String> suffixes = new HashSet<>(); // of *LITERAL alternatives
  private final TreeSet<Integer> suffixLengths = new TreeSet<>();
  private final List<Program> programs = new ArrayList<>();

  private SimpleGlob(boolean rooted, boolean ignoreCase) {
    this.rooted = rooted;
    this.ignoreCase = ignoreCase;
  }

  /**
   * Null where the glob is not simple, or matching it this way would not be faster. The glob must
   * be one that translates.
   */
  static @Nullable SimpleGlob of(String glob, boolean ignoreCase) {
    boolean rooted = glob.startsWith("/");
    String pattern = rooted ? glob.substring(1) : glob;
    if (pattern.length() > MAX_LENGTH || pattern.contains("{{")) {
      return null;
    }
    for (int i = 0; i < pattern.length(); i++) {
      char c = pattern.charAt(i);
      if (c == '\\'
          || c == '['
          || Character.isSurrogate(c)
          || Character.getType(c) == Character.PRIVATE_USE
          || (ignoreCase && c > 0x7e)) {
        return null;
      }
    }
    pattern = pattern.replace("**", String.valueOf(STARS)).replace('*', STAR).replace('?', ANY);
    List<String> alternatives =
        Braces.expand(ignoreCase ? pattern.toLowerCase(Locale.ROOT) : pattern, MAX_ALTERNATIVES);
    if (alternatives == null) {
      return null;
    }
    SimpleGlob simple = new SimpleGlob(rooted, ignoreCase);
    for (String alternative : alternatives) {
      if (!rooted
          && alternative.length() > 1
          && alternative.charAt(0) == STAR
          && isLiteralName(alternative)) {
        simple.suffixes.add(alternative.substring(1));
        simple.suffixLengths.add(alternative.length() - 1);
      } else if (alternative.length() > MAX_TOKENS || simple.programs.size() == MAX_PROGRAMS) {
        return null;
      } else {
        simple.programs.add(Program.of(alternative));
      }
    }
    return simple;
  }

  private static boolean isLiteralName(String alternative) {
    for (int i = 1; i < alternative.length(); i++) {
      char c = alternative.charAt(i);
      if (c == '/' || (c >= ANY && c <= STARS)) {
        return false;
      }
    }
    return true;
  }

  boolean matches(String path) {
    String subject = ignoreCase ? fold(path) : path;
    for (int length : suffixLengths) {
      if (length > subject.length()) {
        break;
      }
      if (suffixes.contains(subject.substring(subject.length() - length))) {
        return true;
      }
    }
    for (Program program : programs) {
      if (program.matches(subject, rooted)) {
        return true;
      }
    }
    return false;
  }

  /**
   * Folds what RE2 takes as equal to an ASCII letter, the Kelvin sign and the long s included, and
   * nothing else.
   */
  private static String fold(String path) {
    StringBuilder folded = new StringBuilder(path.length());
    for (int i = 0; i < path.length(); i++) {
      char c = path.charAt(i);
      folded.append(
          c >= 'A' && c <= 'Z' ? (char) (c + 32) : c == '\u212a' ? 'k' : c == '\u017f' ? 's' : c);
    }
    return folded.toString();
  }

  /** The endings that names must have, where that is all that it asks for; empty otherwise. */
  Set<String> endings() {
    return programs.isEmpty() ? suffixes : Set.of();
  }

  /**
   * One that matches what any of these does; they must ask for endings only, and agree about case.
   */
  static SimpleGlob anyOf(List<SimpleGlob> globs) {
    SimpleGlob any = new SimpleGlob(false, globs.get(0).ignoreCase);
    for (SimpleGlob glob : globs) {
      any.suffixes.addAll(glob.suffixes);
      any.suffixLengths.addAll(glob.suffixLengths);
    }
    return any;
  }

  /**
   * A pattern of tokens, run all ways at once: bit i of a state is set while the first i tokens
   * have matched.
   */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record Program(char[] tokens, long stars) {
    static Program of(String pattern) {
      long stars = 0;
      for (int i = 0; i < pattern.length(); i++) {
        stars |= pattern.charAt(i) == STAR || pattern.charAt(i) == STARS ? 1L << i : 0;
      }
      return new Program(pattern.toCharArray(), stars);
    }

    boolean matches(String path, boolean rooted) {
      if (rooted && tokens.length == 1 && tokens[0] == STARS) {
        return path.indexOf('\n') < 0;
      }
      long states = pastStars(1);
      long accepted = 1L << tokens.length;
      int c;
      for (int i = 0; i < path.length() && (states != 0 || !rooted); i += Character.charCount(c)) {
        c = path.codePointAt(i);
        long next = c == '/' && !rooted ? 1 : 0;
        for (long rest = states & (accepted - 1); rest != 0; rest &= rest - 1) {
          long state = Long.lowestOneBit(rest);
          char token = tokens[Long.numberOfTrailingZeros(rest)];
          switch (token) {
            case ANY -> next |= c == '/' ? 0 : state << 1;
            case STAR -> next |= c == '/' ? 0 : state;
            case STARS -> next |= c == '\n' ? 0 : state;
            default -> next |= token == c ? state << 1 : 0;
          }
        }
        states = pastStars(next);
      }
      return (states & accepted) != 0;
    }

    /** A star also matches nothing. */
    private long pastStars(long states) {
      long all = states;
      for (long more = (all & stars) << 1; (more & ~all) != 0; more = (all & stars) << 1) {
        all |= more;
      }
      return all;
    }
  }
}
