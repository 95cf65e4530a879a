package exfilwatch.alert;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import org.jspecify.annotations.Nullable;

/** Puts values into JSON so that what is absent leaves no trace: no nulls, no empty objects. */
final class Ecs {

  private Ecs() {}

  static String iso(long epochMillis) {
    Instant time = Instant.ofEpochMilli(epochMillis);
    String text = time.truncatedTo(ChronoUnit.MILLIS).toString();
    return text.length() == 20 ? text.substring(0, 19) + ".000Z" : text;
  }

  static void put(ObjectNode node, String name, @Nullable String value) {
    if (value != null && !value.isEmpty()) {
      node.put(name, value);
    }
  }

  static void putPositive(ObjectNode node, String name, long value) {
    if (value > 0) {
      node.put(name, value);
    }
  }

  static void put(ObjectNode node, String name, Collection<String> values) {
    if (!values.isEmpty()) {
      ArrayNode array = node.putArray(name);
      values.forEach(array::add);
    }
  }

  static void put(ObjectNode node, String name, ObjectNode child) {
    if (!child.isEmpty()) {
      node.set(name, child);
    }
  }
}
