package exfilwatch.alert;

import com.fasterxml.jackson.databind.node.ObjectNode;
import exfilwatch.telemetry.Connection;
import exfilwatch.telemetry.Event;

/**
 * ECS {@code source}, {@code destination} and {@code network} of the connection that correlated.
 */
final class NetworkFields {

  private NetworkFields() {}

  static void add(ObjectNode document, Evidence evidence) {
    Event event = evidence.incident().connection();
    Connection connection = event == null ? null : event.connection();
    if (connection == null) {
      return;
    }
    ObjectNode source = document.objectNode();
    Ecs.put(source, "ip", connection.sourceIp());
    Ecs.putPositive(source, "port", connection.sourcePort());
    Ecs.put(document, "source", source);
    ObjectNode destination = document.objectNode();
    Ecs.put(destination, "address", addressOf(connection));
    Ecs.put(destination, "ip", connection.destinationIp());
    Ecs.putPositive(destination, "port", connection.destinationPort());
    Ecs.put(destination, "domain", connection.destinationDomain());
    Ecs.put(document, "destination", destination);
    ObjectNode network = document.objectNode();
    network.put("direction", "egress");
    String ip = connection.destinationIp();
    Ecs.put(network, "type", ip == null ? null : ip.indexOf(':') < 0 ? "ipv4" : "ipv6");
    Ecs.put(network, "transport", connection.transport());
    Ecs.put(document, "network", network);
  }

  private static String addressOf(Connection connection) {
    String domain = connection.destinationDomain();
    String ip = connection.destinationIp();
    return domain != null ? domain : ip != null ? ip : "";
  }
}
