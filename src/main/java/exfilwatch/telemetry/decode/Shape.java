package exfilwatch.telemetry.decode;

import exfilwatch.telemetry.decode.Paths.Node;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What documents that consist of the same {@link Run}s have in common: which fields are there,
 * where they stand, and perhaps that no document of this shape is of any use. Belongs to one reader
 * and the one decoder behind it, which may be in another thread.
 */
final class Shape {
  /** Of a document that was read name by name. */
  static final Shape NONE = new Shape(new Run[0], 0, 0);

  /** Numbers of a step: slot, run, start and end from that run's start. */
  private static final int STEP = 4;

  /** In place of the end of a value: it ends where the next run starts. */
  private static final int NEXT_RUN = -1;

  // In place of the slot; the end is then the number of a node
  private static final int VALUE = -1;
  private static final int DOCUMENT = -2;
  private static final int NOT_AN_OBJECT = -3;

  /** A document of a kind that is of no use. */
  record Useless(String source, String why) {}

  private final Run[] runs;
  private final int hash;
  private final int[] groups;
  private final int[] steps;
  private final Node[] nodes;

  private final Answers answers;
  private @Nullable Trace bare;
  private boolean judged;
  private volatile @Nullable Useless useless;

  Shape(Run[] known, int count, int hash) {
    this.runs = Arrays.copyOf(known, count);
    this.hash = hash;
    Steps all = new Steps();
    for (int i = 0; i < count; i++) {
      all.add(runs[i], i);
    }
    groups = all.groups.stream().mapToInt(Integer::intValue).toArray();
    steps = all.steps.stream().mapToInt(Integer::intValue).toArray();
    nodes = all.nodes.toArray(Node[]::new);
    answers = new Answers(count == 0 ? null : all.varying);
  }

  int hash() {
    return hash;
  }

  /** How much of it is remembered, in numbers. */
  int weight() {
    return runs.length + groups.length + steps.length + nodes.length + Answers.MAX;
  }

  boolean is(Run[] others, int count) {
    if (runs.length != count) {
      return false;
    }
    for (int i = count - 1; i >= 0; i--) { // the ends differ most often
      if (runs[i] != others[i]) {
        return false;
      }
    }
    return true;
  }

  /** Why every document of this shape is of no use; null when some are, or that isn't known. */
  @Nullable Useless useless() {
    return useless;
  }

  /** The one trace of all documents of no use: nothing new for the other core to fetch. */
  Trace bare() {
    Trace known = bare;
    if (known == null) {
      known = new Trace(this);
      bare = known;
    }
    return known;
  }

  /** Whether it isn't known yet if documents of this shape are of use. */
  boolean isOpen() {
    return !judged && !answers.alwaysDiffer();
  }

  /** Whether the field is there in every document of this shape, whatever its value. */
  boolean isCertain(int slot) {
    for (int i = 0; i < steps.length; i += STEP) {
      if (steps[i] == slot) {
        return true;
      }
    }
    return false;
  }

  Answers answers() {
    return answers;
  }

  /**
   * Tells what became of one document.
   *
   * @param outcome null when it was of use, or damaged
   * @param asked the fields that were looked at to find that out
   */
  void judge(@Nullable Useless outcome, BitSet asked) {
    judged = true;
    if (answers.holdFor(asked)) {
      useless = outcome;
    }
  }

  /** Fills fields with what is in a document of this shape. */
  void tell(Trace trace, byte[] record, Fields into, FieldReader embedded) {
    for (int group : groups) {
      into.mark(group);
    }
    int note = 0;
    for (int i = 0; i < steps.length; i += STEP) {
      int slot = steps[i];
      int run = steps[i + 1];
      int place = trace.place(run);
      int start = place + steps[i + 2];
      int last = steps[i + 3];
      if (slot >= 0) {
        into.put(slot, start, last == NEXT_RUN ? trace.place(run + 1) : place + last);
      } else if (slot == VALUE) {
        int end = trace.place(run + 1);
        note = trace.tellValue(note, nodes[last], start, end, record, into, embedded);
      } else if (slot == DOCUMENT) {
        embedded.document(record, start, trace.place(run + 1), nodes[last], into);
      } else {
        into.markNotAnObject(nodes[last].path());
      }
    }
  }

  /** Puts together what a document's runs say. */
  private static final class Steps {
    private final Set<Integer> groups = new LinkedHashSet<>();
    private final List<Integer> steps = new ArrayList<>();
    private final List<Node> nodes = new ArrayList<>();
    private @Nullable BitSet varying = new BitSet();

    void add(Run run, int number) {
      run.forEachNote(
          (slot, start, end) -> {
            if (start < 0) {
              groups.add(slot);
            } else {
              step(slot, number, start, end);
            }
          });
      Node node = run.next == null ? null : run.next.node;
      if (node == null) {
        return;
      }
      for (int group : node.presence()) {
        groups.add(group);
      }
      varies(node);
      if (!run.opensText) {
        step(VALUE, number, run.length(), number(node));
      } else if (node.content() != Paths.Content.PLAIN) {
        step(DOCUMENT, number, run.length(), number(node));
      } else if (node.slots().length == 0 && node.mustBeObject()) {
        step(NOT_AN_OBJECT, number, run.length(), number(node));
      } else {
        for (int slot : node.slots()) {
          step(slot, number, run.length(), NEXT_RUN);
        }
      }
    }

    private void varies(Node node) {
      if (varying != null && !node.addSlotsBelow(varying)) {
        varying = null;
      }
    }

    private int number(Node node) {
      nodes.add(node);
      return nodes.size() - 1;
    }

    private void step(int slot, int run, int start, int end) {
      steps.addAll(List.of(slot, run, start, end));
    }
  }
}
