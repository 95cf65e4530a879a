package exfilwatch.telemetry;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An event as one document of the Elastic Common Schema 8: nested, on one line, absent parts left
 * out.
 *
 * <p>{@code event.module} is the source. {@code event.category} and {@code event.type} tell the
 * kind: process and start or end; network and connection with start or end; network and protocol
 * for a name query, with {@code network.protocol} dns. {@code network.direction} is egress, ingress
 * or unknown, from the host's view; a listening socket is ingress with {@code event.action} listen.
 * Bytes are those of the source and the destination end, as in ECS.
 */
public final class EventJson {
  private static final String ECS_VERSION = "8.17.0";
  private static final JsonFactory JSON = new JsonFactory();
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);

  private EventJson() {}

  /** The document as text without a line end. */
  public static String toJson(Event event) {
    StringWriter text = new StringWriter(1024);
    try (JsonGenerator json = JSON.createGenerator(text)) {
      write(event, json);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return text.toString();
  }

  /** Writes the document as one JSON object. */
  public static void write(Event e, JsonGenerator json) throws IOException {
    json.writeStartObject();
    time(json, "@timestamp", e.time());
    json.writeObjectFieldStart("ecs");
    json.writeStringField("version", ECS_VERSION);
    json.writeEndObject();
    event(e, json);
    host(e.host(), json);
    process("process", e.process(), e.parent(), json);
    user(e.user(), json);
    if (e.connection() != null) {
      connection(e.connection(), json);
    }
    if (e.dns() != null) {
      dns(e.dns(), json);
    }
    json.writeEndObject();
  }

  private static void event(Event e, JsonGenerator json) throws IOException {
    Connection connection = e.connection();
    json.writeObjectFieldStart("event");
    json.writeStringField("module", e.source());
    text(json, "id", e.id());
    json.writeStringField("kind", "event");
    switch (e.kind()) {
      case PROCESS_START -> kind(json, "process", "start");
      case PROCESS_END -> kind(json, "process", "end");
      case DNS -> kind(json, "network", "protocol");
      case CONNECTION ->
          kind(
              json,
              "network",
              "connection",
              connection != null && connection.closed() ? "end" : "start");
    }
    if (connection != null && connection.direction() == Direction.LISTEN) {
      json.writeStringField("action", "listen");
    }
    json.writeEndObject();
  }

  private static void kind(JsonGenerator json, String category, String... types)
      throws IOException {
    list(json, "category", List.of(category));
    list(json, "type", List.of(types));
  }

  private static void host(Host host, JsonGenerator json) throws IOException {
    json.writeObjectFieldStart("host");
    text(json, "name", host.name());
    text(json, "id", host.id());
    if (host.os() != null) {
      json.writeObjectFieldStart("os");
      json.writeStringField("type", host.os());
      json.writeEndObject();
    }
    json.writeEndObject();
  }

  private static void process(
      String field, ProcessInfo p, @Nullable ProcessInfo parent, JsonGenerator json)
      throws IOException {
    json.writeObjectFieldStart(field);
    text(json, "entity_id", p.entityId());
    if (p.pid() > 0) {
      json.writeNumberField("pid", p.pid());
    }
    text(json, "name", p.name());
    text(json, "executable", p.executable());
    text(json, "command_line", p.commandLine());
    if (p.args() != null) {
      list(json, "args", p.args());
      json.writeNumberField("args_count", p.args().size());
    }
    if (p.start() != 0) {
      time(json, "start", p.start());
    }
    text(json, "working_directory", p.workingDirectory());
    if (p.integrity() != null) {
      json.writeObjectFieldStart("Ext");
      json.writeObjectFieldStart("token");
      json.writeStringField("integrity_level_name", p.integrity());
      json.writeEndObject();
      json.writeEndObject();
    }
    file(p, json);
    if (parent != null) {
      process("parent", parent, null, json);
    }
    json.writeEndObject();
  }

  private static void file(ProcessInfo p, JsonGenerator json) throws IOException {
    PeFile pe = p.pe();
    Hashes hash = p.hash();
    String imphash = hash == null ? null : hash.imphash();
    if (pe != null || imphash != null) {
      json.writeObjectFieldStart("pe");
      if (pe != null) {
        text(json, "original_file_name", pe.originalFileName());
        text(json, "product", pe.product());
        text(json, "company", pe.company());
        text(json, "description", pe.description());
        text(json, "file_version", pe.fileVersion());
      }
      text(json, "imphash", imphash);
      json.writeEndObject();
    }
    if (hash != null && (hash.md5() != null || hash.sha1() != null || hash.sha256() != null)) {
      json.writeObjectFieldStart("hash");
      text(json, "md5", hash.md5());
      text(json, "sha1", hash.sha1());
      text(json, "sha256", hash.sha256());
      json.writeEndObject();
    }
  }

  private static void user(@Nullable User user, JsonGenerator json) throws IOException {
    if (user != null) {
      json.writeObjectFieldStart("user");
      text(json, "name", user.name());
      text(json, "domain", user.domain());
      text(json, "id", user.id());
      json.writeEndObject();
    }
  }

  private static void connection(Connection c, JsonGenerator json) throws IOException {
    boolean fromHost = c.direction() == Direction.OUTBOUND || c.direction() == Direction.UNKNOWN;
    end(
        "source",
        c.sourceIp(),
        c.sourcePort(),
        null,
        fromHost ? c.bytesSent() : c.bytesReceived(),
        json);
    end(
        "destination",
        c.destinationIp(),
        c.destinationPort(),
        c.destinationDomain(),
        fromHost ? c.bytesReceived() : c.bytesSent(),
        json);
    json.writeObjectFieldStart("network");
    json.writeStringField(
        "direction",
        switch (c.direction()) {
          case OUTBOUND -> "egress";
          case INBOUND, LISTEN -> "ingress";
          case UNKNOWN -> "unknown";
        });
    text(json, "transport", c.transport());
    json.writeEndObject();
  }

  private static void end(
      String field,
      @Nullable String ip,
      int port,
      @Nullable String domain,
      long bytes,
      JsonGenerator json)
      throws IOException {
    if (ip == null && port == 0 && domain == null && bytes < 0) {
      return;
    }
    json.writeObjectFieldStart(field);
    text(json, "ip", ip);
    if (port > 0) {
      json.writeNumberField("port", port);
    }
    text(json, "domain", domain);
    if (bytes >= 0) {
      json.writeNumberField("bytes", bytes);
    }
    json.writeEndObject();
  }

  private static void dns(Dns dns, JsonGenerator json) throws IOException {
    json.writeObjectFieldStart("network");
    json.writeStringField("protocol", "dns");
    json.writeEndObject();
    json.writeObjectFieldStart("dns");
    json.writeObjectFieldStart("question");
    json.writeStringField("name", dns.question());
    text(json, "type", dns.type());
    json.writeEndObject();
    if (!dns.answers().isEmpty()) {
      json.writeArrayFieldStart("answers");
      for (String name : dns.answers()) {
        json.writeStartObject();
        json.writeStringField("data", name);
        json.writeEndObject();
      }
      json.writeEndArray();
    }
    if (!dns.resolvedIps().isEmpty()) {
      list(json, "resolved_ip", dns.resolvedIps());
    }
    json.writeEndObject();
  }

  private static void text(JsonGenerator json, String field, @Nullable String value)
      throws IOException {
    if (value != null) {
      json.writeStringField(field, value);
    }
  }

  private static void list(JsonGenerator json, String field, List<String> values)
      throws IOException {
    json.writeArrayFieldStart(field);
    for (String value : values) {
      json.writeString(value);
    }
    json.writeEndArray();
  }

  private static void time(JsonGenerator json, String field, long millis) throws IOException {
    json.writeStringField(field, TIME.format(Instant.ofEpochMilli(millis)));
  }
}
