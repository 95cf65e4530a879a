package exfilwatch.job.file;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import exfilwatch.job.RawRecord;
import java.io.IOException;
import java.util.BitSet;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * One record a JSON value, whatever its lines: the elements of an array, or values that follow each
 * other. It looks at structure only. Where the structure breaks (a line's end inside a string, a
 * bracket that can't stand there), the broken record ends and the next begins, so one damaged value
 * does not take the rest of the file with it.
 */
final class ValueScanner extends RecordScanner {

  private static final int MAX_DEPTH = 1 << 20;

  /** evtx_dump writes such a line before every value. */
  private static final Pattern HEADING = Pattern.compile("Record \\d+\\s*");

  /** Of every open bracket whether it is a brace. */
  private final BitSet braces = new BitSet();

  ValueScanner(Source source, int maxRecordBytes) {
    super(source, maxRecordBytes);
  }

  @Override
  @Nullable RawRecord scan() throws IOException {
    while (peek()) {
      byte b = buffer[at];
      if (isSeparator(b)) {
        at++;
      } else if (!skipBom()) {
        begin();
        RawRecord record = b == '{' ? object() : scalar();
        if (record != null) {
          return record;
        }
      }
    }
    return null;
  }

  /** What may stand around values; closing brackets are left over from a broken one. */
  private static boolean isSeparator(byte b) {
    return Bytes.isBlank(b) || b == ',' || b == '[' || b == ']' || b == '}';
  }

  private RawRecord object() throws IOException {
    int depth = 0;
    byte previous = ',';
    while (at < end || more()) {
      byte b = buffer[at++];
      if (b == '"') {
        if (!string()) {
          return take(at);
        }
      } else if (b == '{' || b == '[') {
        if (!mayOpen(previous, depth)) {
          return take(--at);
        }
        braces.set(depth++, b == '{');
      } else if (b == '}' || b == ']') {
        depth--;
        if (depth == 0 || braces.get(depth) != (b == '}')) {
          return take(at);
        }
      }
      if (!Bytes.isBlank(b)) {
        previous = b;
      }
    }
    return take(at);
  }

  private boolean mayOpen(byte previous, int depth) {
    if (depth == 0 || depth == MAX_DEPTH) {
      return depth == 0;
    }
    return braces.get(depth - 1) ? previous == ':' : previous == '[' || previous == ',';
  }

  /** Moves behind the closing quote; false at a line's end, which no string may have. */
  private boolean string() throws IOException {
    boolean escaped = false;
    while (at < end || more()) {
      byte b = buffer[at];
      if (b == '\n') {
        return false;
      }
      at++;
      if (escaped) {
        escaped = false;
      } else if (b == '\\') {
        escaped = true;
      } else if (b == '"') {
        return true;
      }
    }
    return false;
  }

  /** A number, a word, a string, or what is no JSON at all: up to its line's or element's end. */
  private @Nullable RawRecord scalar() throws IOException {
    if (buffer[at] == '"') {
      at++;
      string();
      return take(at);
    }
    while ((at < end || more()) && !endsScalar(buffer[at])) {
      at++;
    }
    RawRecord record = take(at);
    return buffer[from()] == 'R' && HEADING.matcher(text(record)).matches() ? null : record;
  }

  private static boolean endsScalar(byte b) {
    return b == '\n' || b == '\r' || b == ',' || b == ']' || b == '{';
  }

  private static String text(RawRecord record) {
    return new String(record.bytes(), 0, Math.min(record.bytes().length, 40), ISO_8859_1);
  }
}
