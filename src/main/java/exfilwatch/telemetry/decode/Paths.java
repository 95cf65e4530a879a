package exfilwatch.telemetry.decode;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The fields that the sources read, as a tree of their names. A field is a slot number; several
 * paths may fill one slot and one path several slots. Built once, then only read.
 */
final class Paths {

  /** How a text value is read further. */
  enum Content {
    /** As it is. */
    PLAIN,
    /** Kept only when it looks like JSON or XML. */
    DOCUMENT,
    /** JSON in a string: read as if it stood there as an object. */
    JSON,
    /** A Windows event in XML: read as if the document were its JSON form. */
    XML,
    /** List of name and value objects, read as if they were keys of the parent. */
    PAIRS
  }

  /** A place in a document. */
  static final class Node {
    // every descendant by its dotted path below this node: a key with dots is one look-up
    private final Map<String, Node> below = new HashMap<>();
    private final @Nullable Node parent;
    private final String step;
    private @Nullable String[] keys = new String[1];
    private @Nullable Node[] nodes = new Node[1];
    private NameTable<Node> names = new NameTable<>(Map.of());
    private int[] slots = {};
    private int[] presence = {};
    private Content content = Content.PLAIN;
    private boolean object;
    private boolean decides;

    private Node(@Nullable Node parent, String step) {
      this.parent = parent;
      this.step = step;
    }

    /** The descendant at a dotted path; null when no source reads anything there. */
    @Nullable Node below(String path) {
      int hash = path.hashCode();
      for (int at = hash ^ hash >>> 16; ; at++) {
        String key = keys[at & keys.length - 1];
        if (key == null) {
          return null;
        }
        // the parser's names are interned like these, so that equals needs no second look
        if (key.hashCode() == hash && key.equals(path)) {
          return nodes[at & keys.length - 1];
        }
      }
    }

    /** Like {@link #below(String)}, for a name without escapes. */
    @Nullable Node below(byte[] bytes, int from, int end) {
      return names.get(bytes, from, end);
    }

    /** Moves the descendants to a sparse table, which is faster than a map on the hot path. */
    private void freeze() {
      int size = Integer.highestOneBit(Math.max(1, below.size())) * 4;
      keys = new String[size];
      nodes = new Node[size];
      below.forEach(
          (path, node) -> {
            int at = path.hashCode() ^ path.hashCode() >>> 16;
            while (keys[at & size - 1] != null) {
              at++;
            }
            keys[at & size - 1] = path.intern();
            nodes[at & size - 1] = node;
          });
      names = new NameTable<>(below);
    }

    boolean isLeaf() {
      return below.isEmpty();
    }

    @Nullable Node parent() {
      return parent;
    }

    String path() {
      return parent == null || parent.parent == null ? step : parent.path() + "." + step;
    }

    int[] slots() {
      return slots;
    }

    /** Slots that a visit of this node marks as present: those of groups around it. */
    int[] presence() {
      return presence;
    }

    Content content() {
      return content;
    }

    /**
     * Adds all fields that a value here can fill, whatever it is.
     *
     * @return whether it can do nothing else: neither be of the wrong type for the whole document,
     *     nor hold a document that is read as if it stood elsewhere
     */
    boolean addSlotsBelow(BitSet to) {
      boolean known = addSlots(to);
      for (Node node : below.values()) {
        known &= node.addSlots(to);
        for (int group : node.presence) {
          if (Arrays.stream(presence).noneMatch(around -> around == group)) {
            to.set(group);
          }
        }
      }
      return known;
    }

    private boolean addSlots(BitSet to) {
      for (int slot : slots) {
        to.set(slot);
      }
      return !object && content != Content.XML && content != Content.PAIRS;
    }

    /** Whether what a record is depends on the value. */
    boolean decides() {
      return decides;
    }

    /** Whether anything but an object is of the wrong type here. */
    boolean mustBeObject() {
      return object;
    }
  }

  private final Node root = new Node(null, "");
  private final List<String> names = new ArrayList<>();
  private final Map<List<String>, Integer> known = new HashMap<>();
  private final Map<Node, Integer> groups = new HashMap<>();
  private final BitSet deciding = new BitSet();
  private int decisions;

  /** A slot for the value at any of the paths; the first path is the field's name in messages. */
  int field(String... paths) {
    return known.computeIfAbsent(
        List.of(paths),
        all -> {
          int slot = newSlot(all.get(0));
          for (String path : all) {
            Node node = node(path);
            node.slots = with(node.slots, slot);
          }
          return slot;
        });
  }

  /** Like {@link #field}, for text that is read further. */
  int field(Content content, String... paths) {
    for (String path : paths) {
      node(path).content = content;
    }
    return field(paths);
  }

  /** Tells that what a record is depends on these fields, which hold one of a few dozen words. */
  void deciding(int... slots) {
    Arrays.stream(slots).forEach(deciding::set);
  }

  /** A question that is asked of every document. */
  <T> Decision<T> decision(Function<Fields, T> question) {
    return new Decision<>(decision(), question);
  }

  /** As {@link #decision(Function)}, where there may be no answer. */
  <T> Decision<Optional<T>> optional(Function<Fields, @Nullable T> question) {
    return decision(f -> Optional.ofNullable(question.apply(f)));
  }

  /** The number of a decision. */
  int decision() {
    return decisions++;
  }

  /** A slot that is present when the document has anything of interest at or below the path. */
  int group(String path) {
    return groups.computeIfAbsent(node(path), node -> newSlot(path));
  }

  /** Anything but an object (or an array of them) at these paths is of the wrong type. */
  void objects(String... paths) {
    for (String path : paths) {
      node(path).object = true;
    }
  }

  /** Ends the building: from here on nodes know the groups around them. */
  Node finish() {
    List<Node> all = new ArrayList<>(root.below.values());
    for (Node node : all) {
      int[] presence = {};
      for (Node at = node; at != null; at = at.parent) {
        Integer slot = groups.get(at);
        presence = slot == null ? presence : with(presence, slot);
      }
      node.presence = presence;
      node.decides = Arrays.stream(node.slots).anyMatch(deciding::get);
      node.freeze();
    }
    root.freeze();
    return root;
  }

  int size() {
    return names.size();
  }

  String name(int slot) {
    return names.get(slot);
  }

  private int newSlot(String name) {
    names.add(name);
    return names.size() - 1;
  }

  private Node node(String path) {
    Node node = root;
    for (String step : path.split("\\.", -1)) {
      Node next = node.below.get(step);
      if (next == null) {
        next = new Node(node, step);
        String below = step;
        for (Node above = node; above != null; above = above.parent) {
          above.below.put(below, next);
          below = above.step + "." + below;
        }
      }
      node = next;
    }
    return node;
  }

  private static int[] with(int[] slots, int slot) {
    int[] more = Arrays.copyOf(slots, slots.length + 1);
    more[slots.length] = slot;
    return more;
  }
}
