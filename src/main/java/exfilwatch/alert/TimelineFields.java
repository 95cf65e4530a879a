package exfilwatch.alert;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import exfilwatch.correlation.DestinationTotal;
import exfilwatch.correlation.Incident;
import exfilwatch.correlation.NameQuery;
import exfilwatch.correlation.ProcessSpan;
import exfilwatch.correlation.Stage;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * {@code exfil.timeline} of a closing alert: what happened when, in the order of time. {@code kind}
 * is {@code start}, {@code seen} (of a process whose start was not seen), {@code dns}, {@code
 * connection} or {@code end}; repeated queries and connections are one entry with {@code last} and
 * {@code count}.
 */
final class TimelineFields {

  private record Entry(long time, int rank, ObjectNode node) {}

  private TimelineFields() {}

  static void add(ObjectNode exfil, Incident incident) {
    if (incident.stage() != Stage.CLOSED) {
      return;
    }
    List<Entry> entries = new ArrayList<>();
    for (ProcessSpan process : incident.timeline().processes()) {
      process(entries, incident, process, exfil);
    }
    for (NameQuery query : incident.timeline().names()) {
      entries.add(query(query, exfil.objectNode()));
    }
    for (DestinationTotal destination : incident.totals().destinations()) {
      if (destination.firstSeen() != 0) {
        entries.add(connection(destination, exfil.objectNode()));
      }
    }
    entries.sort(Comparator.comparingLong(Entry::time).thenComparingInt(Entry::rank));
    if (!entries.isEmpty()) {
      ArrayNode timeline = exfil.putArray("timeline");
      entries.forEach(entry -> timeline.add(entry.node()));
    }
    Ecs.putPositive(
        exfil, "timeline_cut", incident.timeline().cut() + incident.totals().otherConnections());
  }

  private static void process(
      List<Entry> entries, Incident incident, ProcessSpan process, ObjectNode factory) {
    boolean unseen = process.started() == 0;
    long since = unseen ? incident.opened() : process.started();
    ObjectNode start = entry(factory.objectNode(), since, unseen ? "seen" : "start");
    identity(start, process);
    Ecs.put(start, "command_line", process.commandLine());
    Ecs.put(start, "parent_entity_id", process.parentEntityId());
    Ecs.putPositive(start, "parent_pid", process.parentPid());
    entries.add(new Entry(since, 0, start));
    if (process.ended() != 0) {
      ObjectNode end = entry(factory.objectNode(), process.ended(), "end");
      identity(end, process);
      entries.add(new Entry(process.ended(), 3, end));
    }
  }

  private static void identity(ObjectNode node, ProcessSpan process) {
    Ecs.put(node, "entity_id", process.entityId());
    Ecs.putPositive(node, "pid", process.pid());
    Ecs.put(node, "name", process.name());
  }

  private static Entry query(NameQuery query, ObjectNode node) {
    entry(node, query.first(), "dns");
    Ecs.put(node, "domain", query.name());
    Ecs.put(node, "ips", query.ips());
    repeated(node, query.last(), query.count());
    return new Entry(query.first(), 1, node);
  }

  private static Entry connection(DestinationTotal destination, ObjectNode node) {
    entry(node, destination.firstSeen(), "connection");
    Ecs.put(node, "domain", destination.domain());
    Ecs.put(node, "ip", destination.ip());
    Ecs.putPositive(node, "port", destination.port());
    repeated(node, destination.lastSeen(), destination.count());
    return new Entry(destination.firstSeen(), 2, node);
  }

  private static ObjectNode entry(ObjectNode node, long time, String kind) {
    return node.put("time", Ecs.iso(time)).put("kind", kind);
  }

  private static void repeated(ObjectNode node, long last, long count) {
    node.put("last", Ecs.iso(last)).put("count", count);
  }
}
