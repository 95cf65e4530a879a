package exfilwatch.telemetry.decode;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.core.io.JsonEOFException;
import java.io.IOException;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Takes a JSON record apart into its documents. */
final class JsonRecord {
  /** Arrays and {@code records} within each other; vendors use one level. */
  private static final int MAX_UNWRAP = 4;

  static final JsonFactory JSON =
      JsonFactory.builder()
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNestingDepth(TelemetryDecoder.MAX_DEPTH)
                  .maxStringLength(TelemetryDecoder.MAX_DOCUMENT)
                  .build())
          .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
          .build();

  private final DocumentDecoder documents;
  private final FieldReader reader = new FieldReader(JSON, Sources.all().root());
  private final Fields[] bags = new Fields[MAX_UNWRAP + 1];

  // where in the record the parser is, for messages
  private final @Nullable String[] label = new String[MAX_UNWRAP + 1];
  private final int[] index = new int[MAX_UNWRAP + 1];
  private int level;
  private boolean several;
  private boolean measured;

  JsonRecord(DocumentDecoder documents) {
    this.documents = documents;
    Arrays.setAll(bags, i -> new Fields(Sources.all().paths()));
  }

  void decode(byte[] record, int start, int end, DecodeOutput out) {
    measured = end - start > TelemetryDecoder.MAX_DOCUMENT;
    several = false;
    index[0] = 0;
    long work = 4L * (end - start) + (1 << 20);
    int at = start;
    while (at < end) {
      level = 0;
      label[0] = null;
      int begin = at;
      try (JsonParser parser = JSON.createParser(record, begin, end - begin)) {
        int value = begin;
        try {
          for (JsonToken token; (token = parser.nextToken()) != null; index[0]++) {
            if (index[0] > 0) {
              several = true;
              value = begin + (int) parser.currentTokenLocation().getByteOffset();
            }
            element(parser, token, out);
          }
          return;
        } catch (IOException e) {
          long offset = Math.max(0, parser.currentLocation().getByteOffset());
          work -= offset;
          at = work < 0 ? end : nextDocument(record, value + 1, end);
          several |= at < end;
          reject(e, parser, record, begin, end, begin - start + offset, out);
          index[0]++;
        }
      } catch (IOException e) {
        // the source of the parser is an array: opening and closing it can't fail
        out.rejected(RejectReason.NOT_JSON, "unreadable");
        return;
      }
    }
  }

  /** Where a line starts that can be a document; lines of a pretty-printed one are indented. */
  private static int nextDocument(byte[] record, int from, int end) {
    for (int at = from; at < end; at++) {
      if ((record[at] == '{' || record[at] == '[') && record[at - 1] == '\n') {
        return at;
      }
    }
    return end;
  }

  private void element(JsonParser parser, @Nullable JsonToken token, DecodeOutput out)
      throws IOException {
    if (token == JsonToken.START_OBJECT) {
      object(parser, out);
    } else if (token == JsonToken.START_ARRAY) {
      elements(parser, "", out);
    } else {
      out.rejected(
          RejectReason.WRONG_TYPE, where() + "a JSON " + kind(token) + " instead of an object");
    }
  }

  private void object(JsonParser parser, DecodeOutput out) throws IOException {
    long start = measured ? parser.currentTokenLocation().getByteOffset() : 0;
    Fields fields = bags[level];
    fields.clear();
    boolean wrapper = false;
    for (String key; (key = parser.nextFieldName()) != null; ) {
      JsonToken token = parser.nextToken();
      if (token == JsonToken.START_ARRAY && (key.equals("records") || key.equals("Records"))) {
        wrapper = true;
        elements(parser, key, out);
      } else {
        reader.value(parser, key, fields);
      }
    }
    if (wrapper) {
      return;
    }
    long length = measured ? parser.currentLocation().getByteOffset() - start : 0;
    if (length > TelemetryDecoder.MAX_DOCUMENT) {
      out.rejected(
          RejectReason.TOO_LONG,
          where() + length + " bytes; a document may have " + TelemetryDecoder.MAX_DOCUMENT);
      return;
    }
    documents.decode(fields, this::where, out);
  }

  private void elements(JsonParser parser, String name, DecodeOutput out) throws IOException {
    if (level == MAX_UNWRAP) {
      parser.skipChildren();
      out.rejected(
          RejectReason.TOO_DEEP, where() + "arrays of records nested more than " + MAX_UNWRAP);
      return;
    }
    level++;
    label[level] = name;
    index[level] = 0;
    for (JsonToken token; (token = parser.nextToken()) != JsonToken.END_ARRAY; index[level]++) {
      element(parser, token, out);
    }
    level--;
  }

  /** {@code document 3, records[1]: }; empty for a record that is one document. */
  private String where() {
    StringBuilder text = new StringBuilder();
    if (several) {
      text.append("document ").append(index[0] + 1);
    }
    for (int i = 1; i <= level; i++) {
      String name = label[i];
      text.append(text.length() > 0 && i == 1 ? ", " : "")
          .append(i > 1 && name != null && !name.isEmpty() ? "." : "")
          .append(name == null ? "" : name)
          .append('[')
          .append(index[i])
          .append(']');
    }
    return text.length() == 0 ? "" : text.append(": ").toString();
  }

  private static String kind(@Nullable JsonToken token) {
    if (token == null) {
      return "end";
    }
    return switch (token) {
      case VALUE_STRING -> "string";
      case VALUE_TRUE, VALUE_FALSE -> "boolean";
      case VALUE_NULL -> "null";
      default -> "number";
    };
  }

  private void reject(
      IOException e,
      JsonParser parser,
      byte[] record,
      int from,
      int end,
      long offset,
      DecodeOutput out) {
    if (e instanceof JsonEOFException) {
      out.rejected(RejectReason.TRUNCATED, where() + "ends inside a value, at byte " + offset);
    } else if (e instanceof StreamConstraintsException) {
      boolean deep = parser.getParsingContext().getNestingDepth() >= TelemetryDecoder.MAX_DEPTH;
      out.rejected(
          deep ? RejectReason.TOO_DEEP : RejectReason.TOO_LONG,
          where()
              + (deep
                  ? "more than " + TelemetryDecoder.MAX_DEPTH + " levels deep"
                  : "a value that is too long")
              + ", at byte "
              + offset);
    } else {
      int invalid = Utf8.firstInvalid(record, from, end);
      if (invalid >= 0) {
        out.rejected(
            RejectReason.INVALID_UTF8, where() + "bytes that are not UTF-8, near byte " + offset);
      } else {
        out.rejected(RejectReason.NOT_JSON, where() + "no JSON at byte " + offset);
      }
    }
  }
}
