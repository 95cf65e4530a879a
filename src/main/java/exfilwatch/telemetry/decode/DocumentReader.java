package exfilwatch.telemetry.decode;

import exfilwatch.telemetry.decode.Paths.Node;
import org.jspecify.annotations.Nullable;

/**
 * Reads a record that is one JSON document into {@link Fields} without a parser in between: what
 * nobody reads is passed over eight bytes at a time, what somebody may read is noted by its place.
 * Fills the fields exactly as {@link FieldReader} does, or leaves the record to it.
 */
final class DocumentReader {
  private static final int UNUSUAL = JsonBytes.UNUSUAL;

  private final FieldReader embedded;
  private final Node root;
  private final @Nullable Node event;
  private final Ecs ecs = Sources.all().ecs();

  // what lies beside an event of no use is passed over unread
  private boolean mayPassOver;
  private boolean passesOver;
  private boolean passedOver;

  DocumentReader(FieldReader embedded) {
    this.embedded = embedded;
    root = embedded.root();
    event = root.below("event");
  }

  /**
   * Whether the record is one document of the usual form; the fields are of no use otherwise.
   *
   * @param start of the brace that opens the document
   */
  boolean read(byte[] record, int start, int end, Fields into) {
    if (end - start > TelemetryDecoder.MAX_DOCUMENT) {
      return false;
    }
    mayPassOver = true;
    boolean usual = readAll(record, start, end, into);
    if (usual && passedOver && !ecs.isOfNoUse(into)) {
      // a second field of the same name has said otherwise
      mayPassOver = false;
      usual = readAll(record, start, end, into);
    }
    return usual;
  }

  private boolean readAll(byte[] record, int start, int end, Fields into) {
    into.over(record);
    passesOver = false;
    passedOver = false;
    int at = object(record, start + 1, end, root, into, 0);
    return at >= 0 && JsonBytes.blanks(record, at, end) == end;
  }

  private int object(byte[] bytes, int from, int end, Node node, Fields into, int depth) {
    int at = JsonBytes.blanks(bytes, from, end);
    if (at < end && bytes[at] == '}') {
      return at + 1;
    }
    while (at < end && bytes[at] == '"') {
      int name = at + 1;
      int close = JsonBytes.nameEnd(bytes, name, end);
      if (close < 0) {
        return UNUSUAL;
      }
      Node child = node.below(bytes, name, close);
      at = JsonBytes.colon(bytes, close + 1, end);
      if (child != null && depth == 0 && passesOver && isBeside(bytes, at, end, child)) {
        passedOver = true;
        at = JsonBytes.skip(bytes, at, end, depth);
      } else if (child != null) {
        at = value(bytes, at, end, child, into, depth);
        passesOver |= mayPassOver && depth == 0 && child == event && ecs.isOfNoUse(into);
      } else if (depth == 0 && isWrapper(bytes, name, close)) {
        return UNUSUAL;
      } else {
        at = JsonBytes.skip(bytes, at, end, depth);
      }
      at = at < 0 ? end : JsonBytes.blanks(bytes, at, end);
      if (at >= end) {
        return UNUSUAL;
      }
      if (bytes[at] == '}') {
        return at + 1;
      }
      if (bytes[at] != ',') {
        return UNUSUAL;
      }
      at = JsonBytes.blanks(bytes, at + 1, end);
    }
    return UNUSUAL;
  }

  /** An object that is not {@code event}; of any other value, its type may be wrong. */
  private boolean isBeside(byte[] bytes, int at, int end, Node node) {
    return node != event && at >= 0 && at < end && bytes[at] == '{';
  }

  /** A document around documents. */
  private static boolean isWrapper(byte[] bytes, int from, int end) {
    int first = bytes[from] | 0x20;
    return end - from == 7 && (first == 'r' || bytes[from] == '_');
  }

  /** Of one key: a value, or a list of values. */
  private int value(byte[] bytes, int from, int end, Node node, Fields into, int depth) {
    if (from < 0 || from >= end) {
      return UNUSUAL;
    }
    for (int group : node.presence()) {
      into.mark(group);
    }
    return bytes[from] == '['
        ? list(bytes, from + 1, end, node, into, depth + 1)
        : single(bytes, from, end, node, into, depth);
  }

  private int list(byte[] bytes, int from, int end, Node node, Fields into, int depth) {
    int at = JsonBytes.blanks(bytes, from, end);
    if (at < end && bytes[at] == ']') {
      return at + 1;
    }
    while (at < end) {
      at =
          bytes[at] == '['
              ? JsonBytes.skip(bytes, at, end, depth)
              : single(bytes, at, end, node, into, depth);
      at = at < 0 ? end : JsonBytes.blanks(bytes, at, end);
      if (at >= end) {
        return UNUSUAL;
      }
      if (bytes[at] == ']') {
        return at + 1;
      }
      if (bytes[at] != ',') {
        return UNUSUAL;
      }
      at = JsonBytes.blanks(bytes, at + 1, end);
    }
    return UNUSUAL;
  }

  private int single(byte[] bytes, int from, int end, Node node, Fields into, int depth) {
    byte first = bytes[from];
    if (first == '{') {
      return nested(bytes, from, end, node, into, depth);
    }
    if (first == '"') {
      int close = JsonBytes.stringEnd(bytes, from + 1, end);
      if (close < 0) {
        return UNUSUAL;
      }
      if (node.content() == Paths.Content.PLAIN) {
        scalar(from + 1, close, node, into);
      } else {
        document(bytes, from + 1, close, node, into);
      }
      return close + 1;
    }
    boolean isNumber = first == '-' || (first >= '0' && first <= '9');
    int at = isNumber ? JsonBytes.number(bytes, from, end) : JsonBytes.literal(bytes, from, end);
    if (at >= 0 && first != 'n') {
      scalar(from, at, node, into);
    }
    return at;
  }

  private int nested(byte[] bytes, int from, int end, Node node, Fields into, int depth) {
    if (node.content() == Paths.Content.PAIRS) {
      return UNUSUAL;
    }
    if (node.isLeaf()) {
      for (int slot : node.slots()) {
        into.markWrongType(slot);
      }
      return JsonBytes.skip(bytes, from, end, depth);
    }
    return object(bytes, from + 1, end, node, into, depth + 1);
  }

  private static void scalar(int start, int end, Node node, Fields into) {
    int[] slots = node.slots();
    for (int slot : slots) {
      into.put(slot, start, end);
    }
    if (slots.length == 0 && node.mustBeObject()) {
      into.markNotAnObject(node.path());
    }
  }

  private void document(byte[] bytes, int start, int end, Node node, Fields into) {
    if (start < end && Character.isLetterOrDigit(bytes[start])) {
      return;
    }
    String text = JsonText.of(bytes, start, end);
    int at = 0;
    while (at < text.length() && text.charAt(at) <= ' ') {
      at++;
    }
    if (at < text.length() && (text.charAt(at) == '{' || text.charAt(at) == '<')) {
      embedded.document(text.substring(at), node, into);
    }
  }
}
