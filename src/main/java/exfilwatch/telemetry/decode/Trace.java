package exfilwatch.telemetry.decode;

import exfilwatch.telemetry.decode.Paths.Node;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Where a {@link DocumentReader} found what in one record. It holds places in the record, not its
 * bytes, so that one thread can read a record and another one decode it.
 */
public final class Trace {
  /** Numbers of a note: a slot, and where its value starts and ends. */
  static final int NOTE = 3;

  // In place of a value's start and end
  private static final int MARK = -1;
  private static final int WRONG_TYPE = -2;
  private static final int NOT_AN_OBJECT = -3;

  /** In place of how many notes there are on a value: a number, which ends where the run starts. */
  private static final int NUMBER = -1;

  /** Room that one large document needed is given back. */
  private static final int MAX_KEPT = 1 << 14;

  private static final Node[] NO_NODES = {};
  private static final Run[] NO_RUNS = {};
  private static final int[] NO_NUMBERS = {};

  private Shape shape = Shape.NONE;

  // Of the document's runs: which they are, and where each starts
  private Run[] runs;
  private int[] places;
  private int runCount;
  private int hash;

  /**
   * Of every value between runs that is no text how many numbers of notes on it follow; of a
   * document that was read name by name only notes.
   */
  private int[] notes;

  private int noted;

  /** Of values of which more is to be told than their place. */
  private Node[] nodes = NO_NODES;

  private boolean odd;

  Trace() {
    runs = new Run[64];
    places = new int[64];
    notes = new int[64];
  }

  private Trace(Trace from) {
    shape = from.shape;
    runs = NO_RUNS;
    runCount = from.runCount;
    places = copy(from.places, runCount);
    noted = from.noted;
    notes = copy(from.notes, noted);
    nodes = from.nodes;
  }

  /** Without places. */
  Trace(Shape shape) {
    this.shape = shape;
    runs = NO_RUNS;
    places = NO_NUMBERS;
    notes = NO_NUMBERS;
  }

  private static int[] copy(int[] numbers, int count) {
    return count == 0 ? NO_NUMBERS : Arrays.copyOf(numbers, count);
  }

  /** One that stays as it is; without places when the record is of no use. */
  Trace copy() {
    return isUseless() ? shape.bare() : new Trace(this);
  }

  /**
   * Whether the record is of a kind that is known to be of no use; then its bytes are not needed.
   */
  public boolean isUseless() {
    return uselessTo() != null;
  }

  /** The source that is known to have no use for the record; null when there is none. */
  public @Nullable String uselessTo() {
    Shape.Useless useless = shape.useless();
    return useless == null ? null : useless.source();
  }

  Shape shape() {
    return shape;
  }

  /** Where a run starts. */
  int place(int run) {
    return places[run];
  }

  void clear() {
    if (notes.length > MAX_KEPT || runs.length > MAX_KEPT) {
      runs = new Run[64];
      places = new int[64];
      notes = new int[64];
    }
    shape = Shape.NONE;
    runCount = 0;
    hash = 0;
    noted = 0;
    nodes = NO_NODES;
    odd = false;
  }

  boolean isOdd() {
    return odd;
  }

  void run(Run run, int at) {
    if (runCount == runs.length) {
      runs = Arrays.copyOf(runs, 2 * runCount);
      places = Arrays.copyOf(places, 2 * runCount);
    }
    runs[runCount] = run;
    places[runCount++] = at;
    hash = 31 * hash + run.number;
  }

  /** To be called behind the last run. */
  void shape(Shapes shapes) {
    shape = shapes.of(runs, runCount, hash);
  }

  /** Tells that a value between two runs is a number. */
  void number() {
    add(NUMBER);
  }

  /** Begins the notes on a value between two runs; to be ended by {@link #end}. */
  int begin() {
    add(0);
    return noted;
  }

  void end(int begin) {
    notes[begin - 1] = noted - begin;
  }

  /** The group is there. */
  void mark(int group) {
    note(group, MARK, MARK);
  }

  void value(int slot, int start, int end) {
    note(slot, start, end);
  }

  void wrongType(int slot) {
    odd = true;
    note(slot, WRONG_TYPE, WRONG_TYPE);
  }

  void notAnObject(Node node) {
    odd = true;
    note(numberOf(node), NOT_AN_OBJECT, NOT_AN_OBJECT);
  }

  /** A text that is read further. */
  void document(Node node, int start, int end) {
    note(-1 - numberOf(node), start, end);
  }

  private int numberOf(Node node) {
    nodes = Arrays.copyOf(nodes, nodes.length + 1);
    nodes[nodes.length - 1] = node;
    return nodes.length - 1;
  }

  private void note(int slot, int start, int end) {
    add(slot);
    add(start);
    add(end);
  }

  private void add(int number) {
    if (noted == notes.length) {
      notes = Arrays.copyOf(notes, 2 * noted);
    }
    notes[noted++] = number;
  }

  /** How many numbers of notes there are. */
  int noted() {
    return noted;
  }

  /** Copies notes of a document that was read name by name, with places from {@code base} on. */
  int[] notes(int from, int to, int base) {
    int[] some = Arrays.copyOfRange(notes, from, to);
    for (int i = 0; i < some.length; i += NOTE) {
      if (some[i + 1] != MARK) {
        some[i + 1] -= base;
        some[i + 2] -= base;
      }
    }
    return some;
  }

  /**
   * Fills fields with what was found.
   *
   * @param record that was read
   * @param embedded reads documents that are texts of this one
   */
  void tell(byte[] record, Fields into, FieldReader embedded) {
    into.over(record, shape);
    if (shape == Shape.NONE) {
      tellNotes(0, noted, record, into, embedded);
    } else {
      shape.tell(this, record, into, embedded);
    }
  }

  /**
   * Tells of a value between two runs that is no text, and returns where the notes on the next one
   * are.
   */
  int tellValue(
      int at, Node node, int start, int end, byte[] record, Fields into, FieldReader embedded) {
    int size = notes[at];
    if (size != NUMBER) {
      tellNotes(at + 1, at + 1 + size, record, into, embedded);
      return at + 1 + size;
    }
    for (int slot : node.slots()) {
      into.put(slot, start, end);
    }
    if (node.slots().length == 0 && node.mustBeObject()) {
      into.markNotAnObject(node.path());
    }
    return at + 1;
  }

  private void tellNotes(int from, int to, byte[] record, Fields into, FieldReader embedded) {
    for (int i = from; i < to; i += NOTE) {
      int slot = notes[i];
      int start = notes[i + 1];
      int end = notes[i + 2];
      if (slot < 0) {
        embedded.document(record, start, end, nodes[-1 - slot], into);
      } else if (start >= 0) {
        into.put(slot, start, end);
      } else if (start == MARK) {
        into.mark(slot);
      } else if (start == WRONG_TYPE) {
        into.markWrongType(slot);
      } else {
        into.markNotAnObject(nodes[slot].path());
      }
    }
  }
}
