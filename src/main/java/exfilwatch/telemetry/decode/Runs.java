package exfilwatch.telemetry.decode;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Learns {@link Run}s from a document that a {@link DocumentReader} reads name by name. */
final class Runs {
  /** To learn from a document costs as much as to read so many. */
  private static final int COST = 50;

  private static final int MAX_CREDIT = 200_000;

  /** So much text is remembered; then all is learned anew. */
  private static final int MAX_BYTES = 4 << 20;

  /** So many runs that go on are too many. */
  private static final int MANY = 16;

  private final Place root;
  private int credit = MAX_CREDIT;
  private int bytes;
  private int count;
  private final List<Continuations> withRuns = new ArrayList<>();

  // Of the document: its values, one after the other
  private final List<Found> values = new ArrayList<>();

  /** And what was noted on them. */
  private final Trace trace;

  private final Shapes shapes;

  /**
   * A value that is no object.
   *
   * @param start where it starts in the document, with its quotation mark or bracket
   * @param firstNote the first of the notes that it led to; the last one is before {@code endNote}
   */
  private record Found(Place place, int start, int end, int firstNote, int endNote) {}

  Runs(Place root, Trace trace, Shapes shapes) {
    this.root = root;
    this.trace = trace;
    this.shapes = shapes;
  }

  /** Tells of a document that was read by what had been learned. */
  void known() {
    credit = Math.min(credit + 1, MAX_CREDIT);
  }

  /**
   * Forgets the document before, and returns whether there is something to learn from the next one:
   * documents of ever new forms must not cost more than they would without learning.
   */
  boolean begin() {
    values.clear();
    credit++;
    if (credit < COST) {
      return false;
    }
    credit -= COST;
    return true;
  }

  /**
   * Tells of a value.
   *
   * @param firstNote {@link Trace#noted} before it
   */
  void value(Place place, int start, int end, int firstNote) {
    values.add(new Found(place, start, end, firstNote, trace.noted()));
  }

  /** Learns from the document that was read. */
  void learn(byte[] document, int start, int end) {
    boolean varies = false;
    for (Found value : values) {
      varies |= value.place.learn(document, value.start, value.end);
    }
    if (varies || bytes > MAX_BYTES) {
      // a value was the same so far and no longer is: runs that contain it are of no use
      withRuns.forEach(Continuations::clear);
      withRuns.clear();
      shapes.clear();
      bytes = 0;
    }
    Place before = root;
    int from = start;
    int firstNote = 0;
    int first = 0;
    for (int i = 0; i < values.size(); i++) {
      Found value = values.get(i);
      if (value.place.varies()) {
        boolean isText = document[value.start] == '"';
        int to = isText ? value.start + 1 : value.start;
        shorten(before, first, i);
        goOn(before, document, from, to, firstNote, value.firstNote, value.place, isText);
        before = value.place;
        from = isText ? value.end - 1 : value.end;
        firstNote = value.endNote;
        first = i + 1;
      }
    }
    shorten(before, first, values.size());
    goOn(before, document, from, end, firstNote, trace.noted(), null, false);
  }

  /**
   * Where too many runs go on, because values of a few forms each stand together, the one of most
   * forms varies from now on: what is around it is then the same more often. Not so if what the
   * record is depends on it, as long as there is room.
   */
  private void shorten(Place before, int first, int end) {
    int count = before.continuations.count();
    if (count < MANY) {
      return;
    }
    Place most = null;
    for (int i = first; i < end; i++) {
      Place place = values.get(i).place;
      boolean may = place.forms() > 1 && (!place.decides() || count == Continuations.MAX);
      most = may && (most == null || place.forms() > most.forms()) ? place : most;
    }
    if (most != null) {
      most.vary();
      before.continuations.clear();
    }
  }

  private void goOn(
      Place before,
      byte[] document,
      int from,
      int to,
      int firstNote,
      int endNote,
      @Nullable Place next,
      boolean opensText) {
    byte[] text = Arrays.copyOfRange(document, from, to);
    if (before.continuations.contains(text, next)) {
      return;
    }
    before.continuations.add(
        new Run(count++, text, trace.notes(firstNote, endNote, from), next, opensText));
    withRuns.add(before.continuations);
    bytes += text.length;
  }
}
