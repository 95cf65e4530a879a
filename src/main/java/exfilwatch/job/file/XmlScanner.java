package exfilwatch.job.file;

import static java.nio.charset.StandardCharsets.US_ASCII;

import exfilwatch.job.RawRecord;
import java.io.IOException;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * One record a Windows event in XML, from {@code <Event} to {@code </Event>} whatever its lines: as
 * {@code wevtutil}, the Event Viewer ({@code <Events>} around all of them) and {@code evtx_dump}
 * write them. Values go over lines where a command line does. An event that has no end ends where
 * the next begins, so a damaged one does not take the rest of the file with it; what is neither an
 * event nor around events is a record of its own, up to the end of its line.
 */
final class XmlScanner extends RecordScanner {

  private static final byte[] EVENT = bytes("<Event");
  private static final byte[] EVENT_END = bytes("</Event>");
  private static final byte[] CDATA = bytes("<![CDATA[");
  private static final byte[] CDATA_END = bytes("]]>");

  /** What stands around events: the prolog, and the tags of the list. */
  private static final Pattern AROUND =
      Pattern.compile("(?s)<\\?.*|</?Events\\b.*|Record \\d+\\s*");

  XmlScanner(Source source, int maxRecordBytes) {
    super(source, maxRecordBytes);
  }

  @Override
  @Nullable RawRecord scan() throws IOException {
    while (peek()) {
      if (Bytes.isBlank(buffer[at])) {
        at++;
      } else if (!skipBom()) {
        begin();
        RawRecord record = isEvent() ? event() : other();
        if (record != null) {
          return record;
        }
      }
    }
    return null;
  }

  private RawRecord event() throws IOException {
    at += EVENT.length;
    while (toTag()) {
      if (starts(EVENT_END)) {
        at += EVENT_END.length;
        return take(at);
      }
      if (isEvent()) {
        return take(at);
      }
      if (starts(CDATA)) {
        skipBehind(CDATA_END);
      } else {
        at++;
      }
    }
    return take(at);
  }

  /** Null where it says nothing. */
  private @Nullable RawRecord other() throws IOException {
    boolean tag = buffer[at] == '<';
    at++;
    while ((at < end || more()) && buffer[at] != '\n' && buffer[at] != '<') {
      if (tag && buffer[at] == '>') {
        at++;
        break;
      }
      at++;
    }
    RawRecord record = take(at);
    return AROUND.matcher(new String(record.bytes(), US_ASCII)).matches() ? null : record;
  }

  /** Moves to the next {@code <}. */
  private boolean toTag() throws IOException {
    do {
      int tag = Bytes.indexOf((byte) '<', buffer, at, end);
      if (tag >= 0) {
        at = tag;
        return true;
      }
      at = end;
    } while (more());
    return false;
  }

  private void skipBehind(byte[] text) throws IOException {
    while (at < end || more()) {
      if (buffer[at] == text[0] && starts(text)) {
        at += text.length;
        return;
      }
      at++;
    }
  }

  /** Whether an element called Event opens here, not one whose name only begins so. */
  private boolean isEvent() throws IOException {
    if (!starts(EVENT)) {
      return false;
    }
    while (end - at <= EVENT.length) {
      if (!more()) {
        return false;
      }
    }
    byte next = buffer[at + EVENT.length];
    return next == '>' || Bytes.isBlank(next);
  }

  private boolean starts(byte[] text) throws IOException {
    while (end - at < text.length) {
      if (!more()) {
        return false;
      }
    }
    return Bytes.startsWith(buffer, at, text);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(US_ASCII);
  }
}
