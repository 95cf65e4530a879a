package exfilwatch.telemetry.decode;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.util.List;
import java.util.zip.GZIPInputStream;

/**
 * Decodes the bytes of one record: a JSON document, several of them one after the other (lines), an
 * array of them, an object with an array {@code records}, a Windows event in XML, or the gzip form
 * of any of these. Every element counts for itself: a bad one is rejected, the others are still
 * decoded.
 *
 * <p>Reusable, not for several threads at once. Throws nothing, whatever the bytes.
 */
public final class TelemetryDecoder {
  /** Nesting beyond this many levels is rejected. */
  public static final int MAX_DEPTH = 200;

  /** A single document of more bytes is rejected. */
  public static final int MAX_DOCUMENT = 8 << 20;

  /** A gzip record that inflates to more bytes is rejected. */
  public static final int MAX_INFLATED = 64 << 20;

  private final DocumentDecoder documents;
  private final JsonRecord json;

  private final boolean streaming;

  private TelemetryDecoder(List<Source> sources, boolean streaming) {
    this.streaming = streaming;
    documents = new DocumentDecoder(sources);
    json = new JsonRecord(documents);
  }

  /** A decoder that recognises the source of each document by itself. */
  public static TelemetryDecoder auto() {
    return of("auto");
  }

  /**
   * A decoder of one source.
   *
   * @param source one of {@link #sources()}
   * @throws IllegalArgumentException for any other name; the message lists the known ones
   */
  public static TelemetryDecoder of(String source) {
    return new TelemetryDecoder(Sources.all().named(source), false);
  }

  /**
   * Like {@link #auto}, but reads every record with Jackson's streaming reader, which otherwise
   * reads only what is unusual: what the short ways are measured against and held to.
   */
  public static TelemetryDecoder streaming() {
    return new TelemetryDecoder(Sources.all().list(), true);
  }

  /** The names that {@link #of} takes; the first is {@code auto}. */
  public static List<String> sources() {
    return Sources.all().names();
  }

  /** Decodes one record and hands everything in it to {@code out}. */
  public void decode(byte[] record, int offset, int length, DecodeOutput out) {
    int end = offset + length;
    int start = skipBlanks(record, offset, end);
    if (end - start > 2 && record[start] == 0x1f && record[start + 1] == (byte) 0x8b) {
      inflate(record, start, end, out);
    } else {
      text(record, start, end, out);
    }
  }

  /**
   * Decodes one record that a {@link TelemetryReader} has read.
   *
   * @param array that it was read from; of no matter when the record is of no use
   */
  public void decode(byte[] array, Trace trace, DecodeOutput out) {
    documents.decodeRead(array, trace, out);
  }

  private void text(byte[] record, int from, int end, DecodeOutput out) {
    int start = from;
    if (end - start >= 3
        && record[start] == (byte) 0xef
        && record[start + 1] == (byte) 0xbb
        && record[start + 2] == (byte) 0xbf) {
      start = skipBlanks(record, start + 3, end);
    }
    if (start == end) {
      out.skipped("none", "empty");
    } else if (record[start] == '<') {
      documents.decodeXml(record, start, end, out);
    } else if (streaming
        || record[start] != '{'
        || !documents.decodeUsual(record, start, end, out)) {
      json.decode(record, start, end, out);
    }
  }

  private void inflate(byte[] record, int start, int end, DecodeOutput out) {
    ByteArrayOutputStream inflated = new ByteArrayOutputStream(4 * (end - start));
    try (GZIPInputStream gzip =
        new GZIPInputStream(new ByteArrayInputStream(record, start, end - start), 8192)) {
      byte[] chunk = new byte[8192];
      for (int read; (read = gzip.read(chunk)) >= 0; ) {
        inflated.write(chunk, 0, read);
        if (inflated.size() > MAX_INFLATED) {
          out.rejected(
              RejectReason.TOO_LONG, "gzip data inflates to more than " + MAX_INFLATED + " bytes");
          return;
        }
      }
    } catch (EOFException e) {
      out.rejected(RejectReason.TRUNCATED, "gzip data ends early");
      return;
    } catch (IOException e) {
      out.rejected(RejectReason.NOT_JSON, "gzip data is damaged");
      return;
    }
    byte[] bytes = inflated.toByteArray();
    text(bytes, skipBlanks(bytes, 0, bytes.length), bytes.length, out);
  }

  static int skipBlanks(byte[] bytes, int from, int end) {
    int at = from;
    while (at < end
        && (bytes[at] == ' ' || bytes[at] == '\n' || bytes[at] == '\r' || bytes[at] == '\t')) {
      at++;
    }
    return at;
  }
}
