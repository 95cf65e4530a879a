package exfilwatch.telemetry.decode;

import exfilwatch.telemetry.decode.Paths.Node;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A name in the documents that one reader has seen, at its place in the objects around it; which
 * values it has had, and what came behind them.
 */
final class Place {
  /** A value that has had more forms than this varies. */
  private static final int MAX_FORMS = 9;

  /** Of a value on which depends what the record is: there are 29 kinds of Sysmon's. */
  private static final int MAX_DECIDING_FORMS = 60;

  /** As does one that is longer, in bytes. */
  private static final int MAX_FORM = 64;

  private static final Place[] NONE = {};

  /** What is read there; null when nobody reads anything. */
  final @Nullable Node node;

  /** How many objects are around it besides the document itself; negative for the document. */
  final int depth;

  /** What came behind a value. */
  final Continuations continuations = new Continuations();

  private final byte[] name;

  // by their names, at most half full
  private @Nullable Place[] below = NONE;
  private int size;

  /** Null once it varies: what is read further has to be read each time. */
  private byte @Nullable [][] forms;

  private Place(@Nullable Node node, byte[] name, int depth) {
    this.node = node;
    this.name = name;
    this.depth = depth;
    boolean isRead = node != null && node.content() != Paths.Content.PLAIN;
    forms = isRead ? null : new byte[0][];
  }

  /** The document itself. */
  static Place root(Node node) {
    return new Place(node, new byte[0], -1);
  }

  /** The place of a name in this object; null when it was not met before. */
  @Nullable Place find(byte[] bytes, int from, int end) {
    if (size == 0) {
      return null;
    }
    for (int slot = slot(bytes, from, end); ; slot++) {
      Place place = below[slot & below.length - 1];
      if (place == null || Arrays.equals(place.name, 0, place.name.length, bytes, from, end)) {
        return place;
      }
    }
  }

  /** Adds a name that was not met before. */
  Place add(@Nullable Node child, byte[] bytes, int from, int end) {
    Place place = new Place(child, Arrays.copyOfRange(bytes, from, end), depth + 1);
    size++;
    if (2 * size > below.length) {
      @Nullable Place[] all = below;
      below = new Place[Math.max(8, 2 * all.length)];
      for (Place one : all) {
        if (one != null) {
          put(one);
        }
      }
    }
    put(place);
    return place;
  }

  private void put(Place place) {
    int slot = slot(place.name, 0, place.name.length);
    while (below[slot & below.length - 1] != null) {
      slot++;
    }
    below[slot & below.length - 1] = place;
  }

  private static int slot(byte[] bytes, int from, int end) {
    return Words.hash(Words.head(bytes, from, end), Words.tail(bytes, from, end), end - from)
        & Integer.MAX_VALUE;
  }

  /** Whether the value differs from document to document, rather than being one of a few. */
  boolean varies() {
    return forms == null;
  }

  /** Whether what the record is depends on the value. */
  boolean decides() {
    return node != null && node.decides();
  }

  /** How many forms the value has had; 0 when it varies. */
  int forms() {
    byte[][] known = forms;
    return known == null ? 0 : known.length;
  }

  /** Takes the value for one that varies. */
  void vary() {
    forms = null;
  }

  /** Learns of a value, and returns whether this is the first to show that it varies. */
  boolean learn(byte[] bytes, int from, int end) {
    byte[][] known = forms;
    if (known == null) {
      return false;
    }
    for (byte[] form : known) {
      if (Arrays.equals(form, 0, form.length, bytes, from, end)) {
        return false;
      }
    }
    if (known.length == (decides() ? MAX_DECIDING_FORMS : MAX_FORMS) || end - from > MAX_FORM) {
      forms = null;
      return true;
    }
    byte[][] more = Arrays.copyOf(known, known.length + 1);
    more[known.length] = Arrays.copyOfRange(bytes, from, end);
    forms = more;
    return false;
  }
}
