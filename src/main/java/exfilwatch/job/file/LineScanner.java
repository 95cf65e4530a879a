package exfilwatch.job.file;

import exfilwatch.job.RawRecord;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * One record a line, ended by LF, CRLF or the end of the input. Blank lines are no records. A line
 * belongs to the piece of the file in which it begins, so pieces can be read independently.
 */
final class LineScanner extends RecordScanner {

  private static final byte NONE = 0;

  private final long limit;
  private boolean inForeignLine;

  /**
   * @param limit position at which the next piece begins
   * @param inForeignLine whether the input begins one byte before the piece, in a line of the piece
   *     before it
   */
  LineScanner(Source source, int maxRecordBytes, long limit, boolean inForeignLine) {
    super(source, maxRecordBytes);
    this.limit = limit;
    this.inForeignLine = inForeignLine;
  }

  @Override
  @Nullable RawRecord scan() throws IOException {
    if (inForeignLine) {
      inForeignLine = false;
      skipLine();
    }
    while (position() < limit) {
      byte first = skipBlanks();
      if (first == '\n') {
        at++;
        continue;
      }
      if (first == NONE) {
        return null;
      }
      begin();
      boolean ended = findLineEnd();
      int until = at;
      if (ended) {
        at++;
      }
      return take(until > from() && buffer[until - 1] == '\r' ? until - 1 : until);
    }
    return null;
  }

  /** The first byte of the line that says something, the LF of a blank line, or {@link #NONE}. */
  private byte skipBlanks() throws IOException {
    while (peek()) {
      byte b = buffer[at];
      if (b != '\n' && Bytes.isBlank(b)) {
        at++;
      } else if (!skipBom()) {
        return b;
      }
    }
    return NONE;
  }

  /** Moves to the LF, or to the end of the input. */
  private boolean findLineEnd() throws IOException {
    do {
      int newline = Bytes.indexOf((byte) '\n', buffer, at, end);
      if (newline >= 0) {
        at = newline;
        return true;
      }
      at = end;
    } while (more());
    return false;
  }

  private void skipLine() throws IOException {
    do {
      int newline = Bytes.indexOf((byte) '\n', buffer, at, end);
      if (newline >= 0) {
        at = newline + 1;
        return;
      }
      at = end;
    } while (position() < limit && peek());
  }
}
