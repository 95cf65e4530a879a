package exfilwatch.sigma;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Numbers the fields that a rule set asks for, so that an event's fields are looked up once and not
 * once a rule. Grows while rules are compiled.
 */
final class FieldTable {
  private final Map<String, Integer> slots = new LinkedHashMap<>();
  private final List<String> names = new ArrayList<>();

  int slot(String name) {
    return slots.computeIfAbsent(
        name,
        n -> {
          names.add(n);
          return names.size() - 1;
        });
  }

  String name(int slot) {
    return names.get(slot);
  }

  int size() {
    return names.size();
  }
}
