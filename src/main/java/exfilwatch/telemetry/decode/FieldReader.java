package exfilwatch.telemetry.decode;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import exfilwatch.telemetry.decode.Paths.Node;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * Reads one JSON object into {@link Fields}: nested, dotted and mixed keys, scalars and arrays.
 * What no source reads is skipped without being kept.
 */
final class FieldReader {
  private final JsonFactory json;
  private final Node root;
  private byte @Nullable [] input;
  private int inputStart;

  FieldReader(JsonFactory json, Node root) {
    this.json = json;
    this.root = root;
  }

  Node root() {
    return root;
  }

  /** What the parser reads, so that a long text can be passed over by its first byte. */
  void over(byte @Nullable [] bytes, int start) {
    input = bytes;
    inputStart = start;
  }

  /** The parser stands at the object's start, and at its end afterwards. */
  void read(JsonParser parser, Fields into) throws IOException {
    object(parser, root, into);
  }

  /** Like {@link #read} for one key, whose value the parser stands at. */
  void value(JsonParser parser, String key, Fields into) throws IOException {
    Node node = root.below(key);
    if (node == null) {
      parser.skipChildren();
    } else {
      value(parser, node, into);
    }
  }

  private void object(JsonParser parser, Node node, Fields into) throws IOException {
    for (String key; (key = parser.nextFieldName()) != null; ) {
      parser.nextToken();
      Node child = node.below(key);
      if (child == null) {
        parser.skipChildren();
      } else {
        value(parser, child, into);
      }
    }
  }

  private void value(JsonParser parser, Node node, Fields into) throws IOException {
    for (int group : node.presence()) {
      into.mark(group);
    }
    JsonToken token = parser.currentToken();
    if (token == JsonToken.START_ARRAY) {
      for (JsonToken t; (t = parser.nextToken()) != JsonToken.END_ARRAY; ) {
        if (t == JsonToken.START_OBJECT && node.content() == Paths.Content.PAIRS) {
          pair(parser, node, into);
        } else if (t == JsonToken.START_ARRAY) {
          parser.skipChildren();
        } else {
          single(parser, t, node, into);
        }
      }
    } else if (token == JsonToken.START_OBJECT && node.content() == Paths.Content.PAIRS) {
      pair(parser, node, into);
    } else {
      single(parser, token, node, into);
    }
  }

  private void single(JsonParser parser, @Nullable JsonToken token, Node node, Fields into)
      throws IOException {
    if (token == JsonToken.START_OBJECT) {
      if (node.isLeaf()) {
        for (int slot : node.slots()) {
          into.markWrongType(slot);
        }
        parser.skipChildren();
      } else {
        object(parser, node, into);
      }
    } else if (token != null && token != JsonToken.VALUE_NULL) {
      scalar(parser, token, node, into);
    }
  }

  private void scalar(JsonParser parser, JsonToken token, Node node, Fields into)
      throws IOException {
    int[] slots = node.slots();
    if (node.content() != Paths.Content.PLAIN && token == JsonToken.VALUE_STRING) {
      embedded(parser, node, into);
    } else if (slots.length > 0) {
      String text = parser.getText();
      for (int slot : slots) {
        into.put(slot, text);
      }
    } else if (node.mustBeObject()) {
      into.markNotAnObject(node.path());
    }
  }

  private void embedded(JsonParser parser, Node node, Fields into) throws IOException {
    byte[] bytes = input;
    if (bytes != null) {
      // negative when the record is UTF-16, which is read as characters
      long quote = parser.currentTokenLocation().getByteOffset();
      int first = inputStart + (int) quote + 1;
      if (quote >= 0 && first < bytes.length && isPlain(bytes[first])) {
        return;
      }
    }
    // a text is made only when its beginning is that of a document
    char[] chars = parser.getTextCharacters();
    int at = parser.getTextOffset();
    int end = at + parser.getTextLength();
    while (at < end && chars[at] <= ' ') {
      at++;
    }
    if (at < end && (chars[at] == '{' || chars[at] == '<')) {
      input = null;
      document(new String(chars, at, end - at), node, into);
      input = bytes;
    }
  }

  /** Whether a text that starts with this, escapes included, is no document. */
  private static boolean isPlain(byte first) {
    return first > ' ' && first != '{' && first != '<' && first != '\\';
  }

  /** Reads a text of a record further if it starts like a document. */
  void document(byte[] record, int start, int end, Node node, Fields into) {
    if (start < end && isPlain(record[start])) {
      return;
    }
    String text = JsonText.of(record, start, end);
    int at = 0;
    while (at < text.length() && text.charAt(at) <= ' ') {
      at++;
    }
    if (at < text.length() && (text.charAt(at) == '{' || text.charAt(at) == '<')) {
      document(text.substring(at), node, into);
    }
  }

  /** Reads a text that starts with a brace or an angle bracket further, as its place says. */
  void document(String text, Node node, Fields into) {
    boolean xml = text.charAt(0) == '<';
    switch (node.content()) {
      case JSON -> {
        if (!xml) {
          try (JsonParser inner = json.createParser(text)) {
            inner.nextToken();
            object(inner, node, into);
          } catch (IOException e) {
            // a broken inner document adds nothing; the outer one still counts
          }
        }
      }
      case XML -> {
        if (xml) {
          WindowsXml.read(text, root, into);
        }
      }
      default -> {
        for (int slot : node.slots()) {
          into.put(slot, text);
        }
      }
    }
  }

  /** {@code {"@Name": "Image", "#text": "C:\\…"}} in the ways in which XML converters write it. */
  private void pair(JsonParser parser, Node node, Fields into) throws IOException {
    String name = null;
    String value = null;
    for (String key; (key = parser.nextFieldName()) != null; ) {
      JsonToken token = parser.nextToken();
      switch (key) {
        case "@Name", "Name", "name" -> name = parser.getValueAsString();
        case "#text", "text", "$", "content", "value" -> value = parser.getValueAsString();
        case "#attributes", "$attributes" -> {
          if (token == JsonToken.START_OBJECT) {
            for (String inner; (inner = parser.nextFieldName()) != null; ) {
              parser.nextToken();
              if (inner.equals("Name")) {
                name = parser.getValueAsString();
              }
              parser.skipChildren();
            }
          }
        }
        default -> {}
      }
      parser.skipChildren();
    }
    Node parent = node.parent();
    Node named = name == null || parent == null ? null : parent.below(name);
    if (named != null && value != null) {
      for (int slot : named.slots()) {
        into.put(slot, value);
      }
    }
  }
}
