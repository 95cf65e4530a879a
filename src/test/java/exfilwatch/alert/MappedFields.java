package exfilwatch.alert;

import com.fasterxml.jackson.databind.JsonNode;

final class MappedFields {
  static void requireMapped(JsonNode a) {}
}
