package exfilwatch.telemetry.decode;

import exfilwatch.telemetry.Direction;
import exfilwatch.telemetry.Dns;
import exfilwatch.telemetry.Host;
import exfilwatch.telemetry.ProcessInfo;
import exfilwatch.telemetry.User;
import org.jspecify.annotations.Nullable;

/**
 * Documents in the Elastic Common Schema: those of Elastic Defend, whose sensor writes them itself,
 * and those of any other producer.
 */
final class EcsSource implements Source {

  /** What a document tells, from its category, type and action. */
  private enum Kind {
    START,
    END,
    ALREADY_RUNNING,
    CONNECTION,
    CLOSED,
    DNS,
    OTHER
  }

  private final Ecs ecs;
  private final boolean defend;
  private final ProgramFields programs;
  private final Decision<Kind> kinds;
  private final Decision<Direction> directions;

  private EcsSource(Paths paths, Ecs ecs, boolean defend) {
    programs =
        ProgramFields.ofActivity(ecs.process.program())
            .start(ecs.process.program())
            .command(ecs.command());
    this.ecs = ecs;
    this.defend = defend;
    kinds = paths.decision(this::kind);
    directions = paths.decision(this::direction);
  }

  static EcsSource defend(Paths paths, Ecs ecs) {
    return new EcsSource(paths, ecs, true);
  }

  static EcsSource any(Paths paths, Ecs ecs) {
    return new EcsSource(paths, ecs, false);
  }

  @Override
  public String name() {
    return defend ? "endpoint" : "ecs";
  }

  /** Elastic Defend itself writes what Elastic stores. */
  @Override
  public boolean isRaw(Fields f) {
    return defend && ecs.isFrom(f, "endpoint", "endpoint.events.");
  }

  @Override
  public boolean isEcs(Fields f) {
    if (defend) {
      return isRaw(f);
    }
    return (f.has(ecs.category) && (f.has(ecs.type) || f.has(ecs.action)))
        || (f.has(ecs.type) && (hasProcess(f) || f.has(ecs.destinationIp)));
  }

  @Override
  public ProgramFields programs(boolean raw) {
    return programs;
  }

  @Override
  public void decodeRaw(Fields f, Emit out) {
    decodeEcs(f, out);
  }

  @Override
  public void decodeEcs(Fields f, Emit out) {
    Kind kind = kinds.of(f);
    switch (kind) {
      case OTHER -> out.skip(Emit.OTHER_KIND);
      case ALREADY_RUNNING -> out.skip(Emit.ALREADY_RUNNING);
      case CONNECTION, CLOSED, DNS -> {
        if (hasProcess(f)) {
          emit(f, kind, out);
        } else {
          out.skip(Emit.NO_ACTOR);
        }
      }
      case START, END -> emit(f, kind, out);
    }
  }

  private void emit(Fields f, Kind kind, Emit out) {
    long time = f.time(ecs.timestamp, ecs.created);
    boolean outline = out.isOutline();
    ProcessParts builder = process(f, kind, outline);
    if (kind == Kind.START && defend && f.text(ecs.process.start) == null) {
      builder.start(time);
    }
    ProcessInfo process = builder.build();
    ProcessInfo parent = parent(f, outline);
    Host host = outline ? ecs.hostOutline(f) : ecs.host(f, process.executable());
    User user = outline ? null : ecs.user(f);
    String id = f.text(ecs.id);
    switch (kind) {
      case START -> out.start(id, time, host, process, parent, user, "process.executable");
      case END -> out.end(id, time, host, process, parent, user, "process.pid");
      case DNS -> {
        Dns dns = ecs.dns(f);
        if (dns == null) {
          throw BadRecord.missing("dns.question.name");
        }
        out.dns(id, time, host, process, parent, user, dns, "process.pid");
      }
      default ->
          out.connection(
              id,
              time,
              host,
              process,
              parent,
              user,
              ecs.connection(f, directions.of(f), kind == Kind.CLOSED),
              "process.pid");
    }
  }

  /** Of a start also the name, because it may become the child of a suspect. */
  private ProcessParts process(Fields f, Kind kind, boolean outline) {
    if (kind != Kind.START) {
      return ecs.process.read(f, outline, true);
    }
    String name = outline ? f.text(ecs.process.name) : null;
    return Values.processName(name, null) == null
        ? ecs.process.read(f, true)
        : ecs.process.read(f, true, true).name(name);
  }

  private @Nullable ProcessInfo parent(Fields f, boolean outline) {
    ProcessParts builder = ecs.parent.read(f, outline, true);
    if (!f.isPresent(ecs.parent.pid)) {
      builder.pid(f.number(ecs.parentPid));
    }
    return builder.buildIfKnown();
  }

  private boolean hasProcess(Fields f) {
    return f.has(ecs.process.pid)
        || f.has(ecs.process.entityId)
        || f.has(ecs.process.executable)
        || f.has(ecs.process.name);
  }

  private Direction direction(Fields f) {
    Direction direction = ecs.direction(f);
    if (f.is(ecs.action, "listen")) {
      return Direction.LISTEN;
    }
    if (direction != Direction.UNKNOWN) {
      return direction;
    }
    if (f.is(ecs.action, "connection_attempted")) {
      return Direction.OUTBOUND;
    }
    return f.is(ecs.action, "connection_accepted") ? Direction.INBOUND : Direction.UNKNOWN;
  }

  private Kind kind(Fields f) {
    // the category first: the end of a connection is of type end too
    if (f.has(ecs.category)) {
      return f.is(ecs.category, "network")
          ? network(f)
          : f.is(ecs.category, "dns")
              ? Kind.DNS
              : f.is(ecs.category, "process") ? process(f) : Kind.OTHER;
    }
    boolean network =
        f.has(ecs.destinationIp)
            || f.has(ecs.question)
            || f.startsWith(ecs.dataset, "endpoint.events.network");
    if (network) {
      return network(f);
    }
    return f.has(ecs.type) || f.startsWith(ecs.dataset, "endpoint.events.process")
        ? process(f)
        : Kind.OTHER;
  }

  private Kind network(Fields f) {
    if (f.is(ecs.action, "lookup_requested")
        || f.is(ecs.action, "lookup_result")
        || (f.has(ecs.question)
            && (f.is(ecs.protocol, "dns") || f.is(ecs.action, "request") || !f.has(ecs.action)))) {
      return Kind.DNS;
    }
    if (f.is(ecs.type, "end")
        || f.is(ecs.action, "disconnect_received")
        || f.is(ecs.action, "disconnected")) {
      return Kind.CLOSED;
    }
    boolean connection =
        f.is(ecs.type, "start")
            || f.is(ecs.type, "connection")
            || f.is(ecs.type, "allowed")
            || f.is(ecs.type, "denied")
            || f.startsWith(ecs.action, "connection_")
            || f.is(ecs.action, "listen")
            || (!f.has(ecs.type) && f.has(ecs.destinationIp));
    return connection ? Kind.CONNECTION : f.has(ecs.question) ? Kind.DNS : Kind.OTHER;
  }

  private Kind process(Fields f) {
    if (f.is(ecs.action, "already_running")) {
      return Kind.ALREADY_RUNNING;
    }
    if (f.is(ecs.type, "start") || f.is(ecs.type, "process_start")) {
      return Kind.START;
    }
    if (f.is(ecs.type, "end") || f.is(ecs.type, "process_end")) {
      return Kind.END;
    }
    if (f.has(ecs.type)) {
      return Kind.OTHER;
    }
    return f.is(ecs.action, "creation")
            || f.is(ecs.action, "start")
            || f.is(ecs.action, "exec")
            || f.is(ecs.action, "fork")
        ? Kind.START
        : f.is(ecs.action, "terminated") || f.is(ecs.action, "end") ? Kind.END : Kind.OTHER;
  }
}
