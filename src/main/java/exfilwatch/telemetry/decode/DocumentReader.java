package exfilwatch.telemetry.decode;

import exfilwatch.telemetry.decode.Paths.Node;
import org.jspecify.annotations.Nullable;

/**
 * Reads a record that is one JSON document into {@link Fields} without a parser in between. A
 * producer writes the same texts again and again around the values that vary, so a document is
 * compared with the {@link Run}s of earlier ones, and only what varies is looked at: half the time
 * of going name by name, which is left for documents of a new form and teaches the runs. What
 * somebody may read is noted by its place. Fills the fields exactly as {@link FieldReader} does, or
 * leaves the record to it.
 */
final class DocumentReader {
  private static final int UNUSUAL = JsonBytes.UNUSUAL;

  /** So many names that nobody reads are learned; further ones are looked at anew each time. */
  private static final int MAX_IGNORED = 2000;

  private final Place root;
  private final Runs runs;
  private int ignored;

  // the record that is being read
  private byte[] bytes = {};
  private int end;
  private final Trace trace = new Trace();
  private final Shapes shapes = new Shapes();
  private boolean learning;
  private long byName;

  /** In how many lists the reader is: a list is one value to learn. */
  private int lists;

  DocumentReader(Node root) {
    this.root = Place.root(root);
    runs = new Runs(this.root, trace, shapes);
  }

  /**
   * What is in the record; null when it isn't one document of the usual form. Good until the next
   * one is read.
   *
   * @param start of the brace that opens the document
   */
  @Nullable Trace read(byte[] record, int start, int end) {
    if (end - start > TelemetryDecoder.MAX_DOCUMENT) {
      return null;
    }
    this.bytes = record;
    this.end = end;
    trace.clear();
    int at = known(start);
    if (at >= 0) {
      runs.known();
      trace.shape(shapes);
    } else {
      trace.clear();
      lists = 0;
      byName++;
      learning = runs.begin();
      at = object(start + 1, root);
      if (learning && at >= 0 && !trace.isOdd()) {
        runs.learn(record, start, at);
      }
      learning = false;
    }
    boolean isAll = at >= 0 && (at == end || JsonBytes.blanks(record, at, end) == end);
    return isAll ? trace : null;
  }

  /** How many documents were read name by name so far, because runs of them were new. */
  long readByName() {
    return byName;
  }

  /** Reads a document by the runs of earlier ones, as far as it is like them. */
  private int known(int start) {
    byte[] bytes = this.bytes;
    int end = this.end;
    Place place = root;
    int at = start;
    while (true) {
      Run run = place.continuations.at(bytes, at, end);
      if (run == null) {
        return UNUSUAL;
      }
      trace.run(run, at);
      at += run.length();
      Place next = run.next;
      if (next == null) {
        return at;
      }
      place = next;
      int from = at;
      if (run.opensText) {
        at = JsonBytes.stringEnd(bytes, at, end);
        if (at < 0) {
          return UNUSUAL;
        }
      } else {
        at = value(at, place);
        if (at < 0) {
          return UNUSUAL;
        }
        if (bytes[from] == '"') {
          at--; // what is a text here and null elsewhere: its quotation mark belongs to the run
        }
      }
    }
  }

  private int value(int from, Place place) {
    Node node = place.node;
    if (node == null) {
      return JsonBytes.skip(bytes, from, end, place.depth);
    }
    if (from < end && JsonBytes.isNumber(bytes[from])) {
      trace.number();
      return JsonBytes.number(bytes, from, end);
    }
    int begin = trace.begin();
    int at = value(from, place, node);
    trace.end(begin);
    return at;
  }

  /**
   * @param place of the object
   */
  private int object(int from, Place place) {
    byte[] bytes = this.bytes;
    int end = this.end;
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
      Place child = find(name, close, place);
      at = JsonBytes.colon(bytes, close + 1, end);
      if (at < 0
          || at >= end
          || (child == null && place == root && isWrapper(bytes, name, close))) {
        return UNUSUAL;
      }
      at = child == null ? JsonBytes.skip(bytes, at, end, place.depth + 1) : member(at, child);
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

  /** The value of a name. */
  private int member(int from, Place place) {
    Node node = place.node;
    boolean isObject = bytes[from] == '{';
    int noted = trace.noted();
    int at =
        node != null
            ? value(from, place, node)
            : isObject && place.depth < JsonBytes.MAX_DEPTH
                ? object(from + 1, place)
                : JsonBytes.skip(bytes, from, end, place.depth);
    if (learning && lists == 0 && !isObject && at >= 0) {
      runs.value(place, from, at, noted);
    }
    return at;
  }

  /** The place of a name; null when nobody reads it and it isn't remembered either. */
  private @Nullable Place find(int name, int close, Place place) {
    Place known = place.find(bytes, name, close);
    if (known != null) {
      return known;
    }
    Node parent = place.node;
    Node node = parent == null ? null : parent.below(bytes, name, close);
    if (node == null
        && (ignored == MAX_IGNORED || (place == root && isWrapper(bytes, name, close)))) {
      return null;
    }
    ignored += node == null ? 1 : 0;
    return place.add(node, bytes, name, close);
  }

  /** A document around documents. */
  private static boolean isWrapper(byte[] bytes, int from, int end) {
    int first = bytes[from] | 0x20;
    return end - from == 7 && (first == 'r' || bytes[from] == '_');
  }

  private void present(Node node) {
    for (int group : node.presence()) {
      trace.mark(group);
    }
  }

  /** Of one key: a value, or a list of values. */
  private int value(int from, Place place, Node node) {
    if (from >= end) {
      return UNUSUAL;
    }
    present(node);
    if (bytes[from] != '[') {
      return single(from, place, node);
    }
    lists++;
    int at = list(from + 1, place, node);
    lists--;
    return at;
  }

  private int list(int from, Place place, Node node) {
    int at = JsonBytes.blanks(bytes, from, end);
    if (at < end && bytes[at] == ']') {
      return at + 1;
    }
    while (at < end) {
      at =
          bytes[at] == '['
              ? JsonBytes.skip(bytes, at, end, place.depth + 1)
              : single(at, place, node);
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

  private int single(int from, Place place, Node node) {
    byte first = bytes[from];
    if (first == '{') {
      return nested(from, place, node);
    }
    if (first == '"') {
      int close = JsonBytes.stringEnd(bytes, from + 1, end);
      if (close < 0) {
        return UNUSUAL;
      }
      text(from + 1, close, node);
      return close + 1;
    }
    int at =
        JsonBytes.isNumber(first)
            ? JsonBytes.number(bytes, from, end)
            : JsonBytes.literal(bytes, from, end);
    if (at >= 0 && first != 'n') {
      scalar(from, at, node);
    }
    return at;
  }

  private int nested(int from, Place place, Node node) {
    if (node.content() == Paths.Content.PAIRS) {
      return UNUSUAL;
    }
    if (node.isLeaf()) {
      for (int slot : node.slots()) {
        trace.wrongType(slot);
      }
      return JsonBytes.skip(bytes, from, end, place.depth);
    }
    return object(from + 1, place);
  }

  private void text(int start, int close, Node node) {
    if (node.content() == Paths.Content.PLAIN) {
      scalar(start, close, node);
    } else {
      trace.document(node, start, close);
    }
  }

  private void scalar(int start, int close, Node node) {
    int[] slots = node.slots();
    for (int slot : slots) {
      trace.value(slot, start, close);
    }
    if (slots.length == 0 && node.mustBeObject()) {
      trace.notAnObject(node);
    }
  }
}
