package exfilwatch.job.file;

import exfilwatch.job.RawRecord;
import java.io.Closeable;
import java.io.IOException;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Cuts a stream into records. Holds one buffer that slides over the input: {@code at} is the byte
 * looked at, {@code from} the first that is still needed. Of a record over the limit only the
 * beginning is kept while its end is looked for, so the heap does not grow with the input.
 */
abstract class RecordScanner implements Closeable {

  /** What is kept of a record that is too long. */
  static final int HEAD_BYTES = 1 << 16;

  private static final int BUFFER_BYTES = 1 << 18;
  private static final byte[] NOTHING = new byte[0];

  private final Source source;
  private final int maxRecordBytes;

  byte[] buffer = new byte[BUFFER_BYTES];
  int at;
  int end;
  private int from;
  private long base;
  private long recordStart;
  private byte @Nullable [] head;
  private boolean failureSaid;

  // Only of UTF-16: the position in the file of buffer[traced]
  private int traced;
  private long tracedPosition;
  private long recordPosition;

  RecordScanner(Source source, int maxRecordBytes) {
    this.source = source;
    this.maxRecordBytes = maxRecordBytes;
    this.base = source.position();
    this.tracedPosition = source.position();
  }

  /**
   * The next record, or null after the last. Content that broke off ends with a record saying so.
   */
  final @Nullable RawRecord next() throws IOException {
    RawRecord record = scan();
    String failure = source.guard().failure();
    if (record != null || failure == null || failureSaid) {
      return record;
    }
    failureSaid = true;
    return problem(RawRecord.UNREADABLE + ": " + failure);
  }

  abstract @Nullable RawRecord scan() throws IOException;

  /** A record begins at {@code at}. */
  final void begin() {
    from = at;
    recordStart = base + at;
    recordPosition = source.isUtf16() ? trace(at) : recordStart;
    head = null;
  }

  /** Position in the stream of the byte looked at. */
  final long position() {
    return base + at;
  }

  /** First byte of the current record; valid until more is read. */
  final int from() {
    return from;
  }

  /** A record that stands for what could not be read at {@code at}. */
  final RawRecord problem(String text) {
    begin();
    return new RawRecord(source.origin(), recordPosition, NOTHING, text);
  }

  /** The current record, which ends before {@code until}. */
  final RawRecord take(int until) {
    long length = base + until - recordStart;
    if (length <= maxRecordBytes) {
      return new RawRecord(
          source.origin(), recordPosition, Arrays.copyOfRange(buffer, from, until), null);
    }
    byte[] kept = head == null ? copyHead(until) : head;
    return new RawRecord(
        source.origin(),
        recordPosition,
        kept,
        RawRecord.TOO_LONG
            + ": "
            + length
            + " bytes, more than the limit of "
            + maxRecordBytes
            + "; the first "
            + kept.length
            + " are kept");
  }

  /** Between records: whether there is another byte to look at. What lies behind is dropped. */
  final boolean peek() throws IOException {
    if (at < end) {
      return true;
    }
    begin();
    return more();
  }

  /** Between records: steps over a byte order mark, which files that were put together have. */
  final boolean skipBom() throws IOException {
    if (buffer[at] != Bytes.BOM[0]) {
      return false;
    }
    begin();
    while (end - at < Bytes.BOM.length && more()) {}
    boolean found = end - at >= Bytes.BOM.length && Bytes.startsWith(buffer, at, Bytes.BOM);
    if (found) {
      at += Bytes.BOM.length;
    }
    return found;
  }

  /** Reads on, keeping the current record. False when there is nothing more. */
  final boolean more() throws IOException {
    if (head == null && at - from > maxRecordBytes) {
      head = copyHead(at);
    }
    if (head != null) {
      from = at;
    }
    makeRoom();
    int n = source.stream().read(buffer, end, buffer.length - end);
    end += Math.max(n, 0);
    return n > 0;
  }

  private void makeRoom() {
    if (from > 0) {
      if (source.isUtf16()) {
        trace(from);
        traced = 0;
      }
      System.arraycopy(buffer, from, buffer, 0, end - from);
      base += from;
      at -= from;
      end -= from;
      from = 0;
    }
    if (end == buffer.length) {
      buffer = Arrays.copyOf(buffer, 2 * buffer.length);
    }
  }

  private byte[] copyHead(int until) {
    return Arrays.copyOfRange(buffer, from, Math.min(from + HEAD_BYTES, until));
  }

  private long trace(int index) {
    for (; traced < index; traced++) {
      tracedPosition += Utf16Input.width(buffer[traced]);
    }
    return tracedPosition;
  }

  @Override
  public final void close() throws IOException {
    source.stream().close();
  }
}
