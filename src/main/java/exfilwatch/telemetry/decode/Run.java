package exfilwatch.telemetry.decode;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A part of a document that is the same in many: from a value that varies to the next one, or to
 * the end.
 */
final class Run {
  /** Where it leads to; null at the end of the document. */
  final @Nullable Place next;

  /** Whether the next value is a string, of which the quotation mark belongs to the run. */
  final boolean opensText;

  /** Tells it apart from most other runs. */
  final int number;

  private final byte[] text;
  private final long head;
  private final long tail;

  private final int[] notes;

  /**
   * @param notes what it tells the fields: three numbers each, a slot, and where its value starts
   *     and ends from the run's start; negative when the field is only there
   */
  Run(int number, byte[] text, int[] notes, @Nullable Place next, boolean opensText) {
    this.number = number;
    this.text = text;
    this.notes = notes;
    this.next = next;
    this.opensText = opensText;
    byte[] padded = Arrays.copyOf(text, Math.max(Long.BYTES, text.length));
    head = Words.at(padded, 0);
    tail = Words.at(padded, padded.length - Long.BYTES);
  }

  int length() {
    return text.length;
  }

  boolean isAt(byte[] bytes, int at, int end) {
    int length = text.length;
    if (length < Long.BYTES || end - at < length) {
      return isShortAt(bytes, at, end);
    }
    if (Words.at(bytes, at) != head || Words.at(bytes, at + length - Long.BYTES) != tail) {
      return false;
    }
    long other = 0;
    for (int i = Long.BYTES; i < length - Long.BYTES; i += Long.BYTES) {
      other |= Words.at(bytes, at + i) ^ Words.at(text, i);
    }
    return other == 0;
  }

  long wordAt(int at) {
    return Words.at(text, at);
  }

  private boolean isShortAt(byte[] bytes, int at, int end) {
    return end - at >= text.length
        && Arrays.equals(text, 0, text.length, bytes, at, at + text.length);
  }

  boolean is(byte[] text, @Nullable Place next) {
    return this.next == next && Arrays.equals(this.text, text);
  }

  /** Tells of what is in it, in its order. */
  void forEachNote(NoteConsumer consumer) {
    for (int i = 0; i < notes.length; i += Trace.NOTE) {
      consumer.note(notes[i], notes[i + 1], notes[i + 2]);
    }
  }

  /** Takes notes. */
  interface NoteConsumer {
    /**
     * Takes a note with places from the start of the run.
     *
     * @param start negative when the field is only there
     */
    void note(int slot, int start, int end);
  }
}
