package exfilwatch.correlation;

import exfilwatch.telemetry.Connection;
import exfilwatch.telemetry.Direction;
import exfilwatch.telemetry.Dns;
import exfilwatch.telemetry.Event;
import exfilwatch.telemetry.EventKind;
import exfilwatch.telemetry.Hashes;
import exfilwatch.telemetry.Host;
import exfilwatch.telemetry.PeFile;
import exfilwatch.telemetry.ProcessInfo;
import exfilwatch.telemetry.User;
import org.jspecify.annotations.Nullable;

/**
 * An event as bytes, as it crosses the shuffle and lies in state: a head of fixed places that tells
 * whether anybody could ask for the event, so that hardly any is ever read, and the rest.
 */
final class PackedEvent {

  /** In the head, so that state of an older version can be read. */
  private static final int FORMAT = 1;

  /** The first, in which the entity id's hash is another one. */
  private static final int FIRST_FORMAT = 0;

  private static final int FORMAT_SHIFT = 3;
  private static final int CLOCK_AHEAD = 4;
  private static final int KIND = 3;

  private static final int TIME = 1;
  private static final int PID = 9;
  private static final int ACTOR_PID = 13;
  private static final int ACTOR_ENTITY = 17;
  private static final int BODY = 21;

  private static final int PARENT = 1;
  private static final int USER = 2;
  private static final int CONNECTION = 4;
  private static final int DNS = 8;
  private static final int HOST = 16;

  // What is there of a process beyond its identity
  private static final int WHOLE = 1;
  private static final int PE = 2;
  private static final int HASH = 4;
  private static final int NAME = 8;

  // Their codes are their places here, so new ones go to the end
  private static final EventKind[] KINDS = {
    EventKind.PROCESS_START, EventKind.PROCESS_END, EventKind.CONNECTION, EventKind.DNS
  };
  private static final Direction[] DIRECTIONS = {
    Direction.OUTBOUND, Direction.INBOUND, Direction.LISTEN, Direction.UNKNOWN
  };

  /** So many characters of an entity id are hashed. */
  private static final int HASHED = 16;

  private static final int SHORT = 256;
  private static final int LONG = 1024;

  private PackedEvent() {}

  /** All of the event. */
  static byte[] whole(Event event) {
    return pack(event, true);
  }

  /** What tells whose event it is and where it went; the signal's key says which host it is. */
  static byte[] slim(Event event) {
    return pack(event, false);
  }

  static EventKind kind(byte[] bytes, int at) {
    return KINDS[bytes[at] & KIND];
  }

  static long time(byte[] bytes, int at) {
    return Packed.getLong(bytes, at + TIME);
  }

  /** Whether the process may have the pid; false is certain. */
  static boolean mayBePid(byte[] bytes, int at, long pid) {
    return Packed.getInt(bytes, at + PID) == hash(pid);
  }

  /**
   * Whether the acting process (of a start its parent) may be the suspect; false is certain.
   *
   * @param entityIds {@link #hash} of the suspect's entity ids
   */
  static boolean mayBeActor(byte[] bytes, int at, long pid, int[] entityIds) {
    int actor = Packed.getInt(bytes, at + ACTOR_PID);
    if (actor != 0 && actor == hash(pid)) {
      return true;
    }
    int entity = Packed.getInt(bytes, at + ACTOR_ENTITY);
    if (bytes[at] >> FORMAT_SHIFT == FIRST_FORMAT) {
      return entity != 0;
    }
    for (int id : entityIds) {
      if (id == entity) {
        return true;
      }
    }
    return false;
  }

  /** Of the end, where the ids of one host differ: all of it takes 50 ns more. */
  static int hash(String entityId) {
    int length = entityId.length();
    int hash = length + 1;
    for (int i = Math.max(0, length - HASHED); i < length; i++) {
      hash = 31 * hash + entityId.charAt(i);
    }
    return hash;
  }

  private static int hash(long pid) {
    int folded = (int) (pid ^ pid >>> Integer.SIZE);
    return folded == 0 && pid != 0 ? 1 : folded;
  }

  private static byte[] pack(Event e, boolean whole) {
    PackedWriter out = new PackedWriter(whole ? LONG : SHORT);
    ProcessInfo actor = e.kind() == EventKind.PROCESS_START ? e.parent() : e.process();
    out.octet(FORMAT << FORMAT_SHIFT | (e.clockAhead() ? CLOCK_AHEAD : 0) | code(e.kind()));
    out.fixedLong(e.time());
    out.fixedInt(hash(e.process().pid()));
    out.fixedInt(actor == null ? 0 : hash(actor.pid()));
    out.fixedInt(actor == null || actor.entityId() == null ? 0 : hash(actor.entityId()));
    out.octet(
        (e.parent() == null ? 0 : PARENT)
            | (e.user() == null || !whole ? 0 : USER)
            | (e.connection() == null ? 0 : CONNECTION)
            | (e.dns() == null ? 0 : DNS)
            | (whole ? HOST : 0));
    out.text(e.source());
    out.text(e.id());
    boolean start = e.kind() == EventKind.PROCESS_START; // may be a child of a suspect, then named
    process(e.process(), whole ? WHOLE : start ? NAME : 0, out);
    if (e.parent() != null) {
      process(e.parent(), whole ? WHOLE : 0, out);
    }
    if (e.connection() != null) {
      connection(e.connection(), out);
    }
    if (e.dns() != null) {
      dns(e.dns(), out);
    }
    if (whole) {
      host(e.host(), out);
      user(e.user(), out);
    }
    return out.toBytes();
  }

  private static int code(EventKind kind) {
    return switch (kind) {
      case PROCESS_START -> 0;
      case PROCESS_END -> 1;
      case CONNECTION -> 2;
      case DNS -> 3;
    };
  }

  private static int code(Direction direction) {
    return switch (direction) {
      case OUTBOUND -> 0;
      case INBOUND -> 1;
      case LISTEN -> 2;
      case UNKNOWN -> 3;
    };
  }

  /** The event that starts at {@code at}. */
  static Event read(byte[] bytes, int at) {
    int head = bytes[at];
    if (head >> FORMAT_SHIFT > FORMAT) {
      throw new IllegalStateException(
          "an event of the format " + (head >> FORMAT_SHIFT) + ", which is of a newer version");
    }
    PackedReader in = new PackedReader(bytes, at + BODY);
    int parts = in.octet();
    String source = in.present();
    String id = in.text();
    ProcessInfo process = process(in);
    ProcessInfo parent = (parts & PARENT) == 0 ? null : process(in);
    Connection connection = (parts & CONNECTION) == 0 ? null : connection(in);
    Dns dns = (parts & DNS) == 0 ? null : dns(in);
    Host host = (parts & HOST) == 0 ? NO_HOST : new Host(in.text(), in.text(), in.text());
    User user = (parts & USER) == 0 ? null : new User(in.text(), in.text(), in.text());
    return new Event(
        kind(bytes, at),
        source,
        id,
        time(bytes, at),
        host,
        process,
        parent,
        user,
        connection,
        dns,
        (head & CLOCK_AHEAD) != 0);
  }

  private static final Host NO_HOST = new Host(null, null, null);

  private static void process(ProcessInfo p, int extent, PackedWriter out) {
    PeFile pe = p.pe();
    Hashes hash = p.hash();
    boolean whole = extent == WHOLE;
    out.octet(extent | (pe == null || !whole ? 0 : PE) | (hash == null || !whole ? 0 : HASH));
    out.text(p.entityId());
    out.number(p.pid());
    out.number(p.start());
    if (extent == 0) {
      return;
    }
    out.text(p.name());
    if (!whole) {
      return;
    }
    out.text(p.executable());
    out.text(p.commandLine());
    out.texts(p.args());
    out.text(p.workingDirectory());
    out.text(p.integrity());
    if (pe != null) {
      out.text(pe.originalFileName());
      out.text(pe.product());
      out.text(pe.company());
      out.text(pe.description());
      out.text(pe.fileVersion());
    }
    if (hash != null) {
      out.text(hash.md5());
      out.text(hash.sha1());
      out.text(hash.sha256());
      out.text(hash.imphash());
    }
  }

  private static ProcessInfo process(PackedReader in) {
    int parts = in.octet();
    String entityId = in.text();
    long pid = in.number();
    long start = in.number();
    String name = parts == 0 ? null : in.text();
    if ((parts & WHOLE) == 0) {
      return new ProcessInfo(entityId, pid, start, name, null, null, null, null, null, null, null);
    }
    return new ProcessInfo(
        entityId,
        pid,
        start,
        name,
        in.text(),
        in.text(),
        in.texts(),
        in.text(),
        in.text(),
        (parts & PE) == 0 ? null : pe(in),
        (parts & HASH) == 0 ? null : new Hashes(in.text(), in.text(), in.text(), in.text()));
  }

  private static PeFile pe(PackedReader in) {
    return new PeFile(in.text(), in.text(), in.text(), in.text(), in.text());
  }

  private static void connection(Connection c, PackedWriter out) {
    out.octet(code(c.direction()) << 1 | (c.closed() ? 1 : 0));
    out.text(c.transport());
    out.text(c.sourceIp());
    out.number(c.sourcePort());
    out.text(c.destinationIp());
    out.number(c.destinationPort());
    out.text(c.destinationDomain());
    out.number(c.bytesSent() + 1);
    out.number(c.bytesReceived() + 1);
  }

  private static Connection connection(PackedReader in) {
    int head = in.octet();
    return new Connection(
        DIRECTIONS[head >> 1],
        in.text(),
        in.text(),
        (int) in.number(),
        in.text(),
        (int) in.number(),
        in.text(),
        in.number() - 1,
        in.number() - 1,
        (head & 1) != 0);
  }

  private static void dns(Dns d, PackedWriter out) {
    out.text(d.question());
    out.text(d.type());
    out.texts(d.answers());
    out.texts(d.resolvedIps());
  }

  private static Dns dns(PackedReader in) {
    return new Dns(in.present(), in.text(), in.presentTexts(), in.presentTexts());
  }

  private static void host(Host host, PackedWriter out) {
    out.text(host.name());
    out.text(host.id());
    out.text(host.os());
  }

  private static void user(@Nullable User user, PackedWriter out) {
    if (user != null) {
      out.text(user.name());
      out.text(user.domain());
      out.text(user.id());
    }
  }
}
