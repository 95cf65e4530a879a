package exfilwatch.rclone;

import exfilwatch.rclone.ArgvSplitter.Word;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** {@code NAME=value} before a command or among a wrapper's options. */
final class Assignments {

  private Assignments() {}

  /** Variables that a command of a script sets for those after it. */
  static Map<String, String> of(List<Word> words) {
    Map<String, String> set = new LinkedHashMap<>();
    if (words.isEmpty()) {
      return set;
    }
    String first = words.get(0).value();
    if (first.equals("set") || first.equals("export")) {
      words.stream()
          .skip(1)
          .map(Word::value)
          .filter(Assignments::isOne)
          .forEach(word -> put(set, word));
    } else if (first.regionMatches(true, 0, "$env:", 0, 5)) {
      StringBuilder joined = new StringBuilder();
      words.stream().limit(3).forEach(word -> joined.append(word.value()));
      put(set, joined.substring(5));
    } else if (words.size() == 1 && isOne(first)) {
      put(set, first);
    }
    return set;
  }

  static boolean isOne(String word) {
    int equals = word.indexOf('=');
    if (equals <= 0 || equals > 200 || Character.isDigit(word.charAt(0))) {
      return false;
    }
    for (int at = 0; at < equals; at++) {
      char c = word.charAt(at);
      if (!Character.isLetterOrDigit(c) && c != '_' && c != '-') {
        return false;
      }
    }
    return word.charAt(0) != '-';
  }

  static void put(Map<String, String> environment, String word) {
    int equals = word.indexOf('=');
    if (equals > 0) {
      environment.put(word.substring(0, equals), word.substring(equals + 1));
    }
  }
}
