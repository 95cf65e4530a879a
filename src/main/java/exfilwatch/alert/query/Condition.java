package exfilwatch.alert.query;

import java.util.List;
import java.util.Locale;

/**
 * A field that has one of some values, whatever the case of letters.
 *
 * @param number whether the only value is a number
 */
record Condition(Field field, List<String> values, boolean number) {

  static Condition of(Field field, List<String> values) {
    return new Condition(field, List.copyOf(values), false);
  }

  static Condition of(Field field, long value) {
    return new Condition(field, List.of(Long.toString(value)), true);
  }

  List<String> lowerCase() {
    return values.stream().map(value -> value.toLowerCase(Locale.ROOT)).toList();
  }
}
