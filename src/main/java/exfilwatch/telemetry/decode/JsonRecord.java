package exfilwatch.telemetry.decode;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
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

  /** So many broken lines are no lines; the rest of the record is then left unread. */
  private static final int MAX_BROKEN = 1000;

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
    int broken = 0;
    int at = start;
    while (at < end) {
      level = 0;
      label[0] = null;
      int begin = at;
      reader.over(record, begin);
      try (JsonParser parser = JSON.createParser(record, begin, end - begin)) {
        int value = begin;
        try {
          for (JsonToken token; (token = parser.nextToken()) != null; index[0]++) {
            if (index[0] > 0) {
              several = true;
              value = begin + (int) offset(parser.currentTokenLocation());
            }
            element(parser, token, out);
          }
          if (index[0] == 0) {
            // blanks in UTF-16
            out.skipped("none", "empty");
          }
          return;
        } catch (IOException e) {
          long offset = offset(parser.currentLocation());
          work -= offset + 1;
          boolean giveUp = work < 0 || ++broken == MAX_BROKEN;
          at = giveUp ? end : nextDocument(record, value + 1, end);
          several |= at < end;
          long seen = Math.min(begin + offset + 8, end);
          RejectReason reason = reason(e, parser, record, begin, (int) seen, seen == end);
          out.rejected(reason, where() + text(reason) + ", at byte " + (begin - start + offset));
          index[0]++;
        }
      } catch (IOException e) {
        // the source of the parser is an array: opening and closing it can't fail
        out.rejected(RejectReason.NOT_JSON, "unreadable");
        return;
      }
    }
  }

  /** Bytes, or characters of UTF-16, which the parser counts instead. */
  private static long offset(JsonLocation location) {
    return Math.max(0, Math.max(location.getByteOffset(), location.getCharOffset()));
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
      } else if (token == JsonToken.START_OBJECT && key.equals("_source")) {
        // a hit of a search, as exports from Elasticsearch have it
        reader.read(parser, fields);
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

  /**
   * @param seen a little further than the parser came: many damaged lines must not each read all
   *     the rest
   * @param complete whether the record ends there
   */
  private static RejectReason reason(
      IOException e, JsonParser parser, byte[] record, int from, int seen, boolean complete) {
    if (e instanceof JsonEOFException) {
      return RejectReason.TRUNCATED;
    }
    if (e instanceof StreamConstraintsException) {
      return parser.getParsingContext().getNestingDepth() >= TelemetryDecoder.MAX_DEPTH
          ? RejectReason.TOO_DEEP
          : RejectReason.TOO_LONG;
    }
    return Utf8.firstInvalid(record, from, seen, complete) >= 0
        ? RejectReason.INVALID_UTF8
        : RejectReason.NOT_JSON;
  }

  private static String text(RejectReason reason) {
    return switch (reason) {
      case TRUNCATED -> "ends inside a value";
      case TOO_DEEP -> "more than " + TelemetryDecoder.MAX_DEPTH + " levels deep";
      case TOO_LONG -> "a value that is too long";
      case INVALID_UTF8 -> "bytes that are not UTF-8";
      default -> "no JSON";
    };
  }
}
