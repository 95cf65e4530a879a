package exfilwatch.job.file;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.io.JsonEOFException;
import java.io.IOException;

/** How the records of a file lie in it, told from its beginning, never from its name. */
enum Layout {
  /** One record a line. */
  LINES,
  /** JSON values that follow each other or fill an array, on any number of lines. */
  VALUES,
  /** Windows events in XML, on any number of lines. */
  XML;

  /** This much of a file's beginning decides. */
  static final int SNIFF_BYTES = 1 << 16;

  private static final JsonFactory JSON = new JsonFactory();
  private static final byte[] EVTX_DUMP_HEADING = {'R', 'e', 'c', 'o', 'r', 'd', ' '};

  /**
   * @param head the beginning of the file, or all of it
   * @param whole whether {@code head} is all of it
   */
  static Layout of(byte[] head, boolean whole) {
    int first = 0;
    while (first < head.length && Bytes.isBlankOrBom(head[first])) {
      first++;
    }
    if (first == head.length) {
      return LINES;
    }
    return switch (head[first]) {
      case '[' -> VALUES;
      case '<' -> XML;
      case '{' -> ofFirstObject(head, first, whole);
      default ->
          Bytes.startsWith(head, first, EVTX_DUMP_HEADING) ? behindHeading(head, first) : LINES;
    };
  }

  private static Layout behindHeading(byte[] head, int first) {
    int next = Bytes.indexOf((byte) '\n', head, first, head.length) + 1;
    return next > 0 && next < head.length && head[next] == '<' ? XML : VALUES;
  }

  /**
   * An object that goes on after its line is pretty-printed; one that breaks there is a damaged
   * line. A second value or a comma after it on its line says that lines mean nothing either.
   */
  private static Layout ofFirstObject(byte[] head, int first, boolean whole) {
    int newline = Bytes.indexOf((byte) '\n', head, first, head.length);
    try (JsonParser parser = JSON.createParser(head, first, head.length - first)) {
      parser.nextToken();
      parser.skipChildren();
      int next = first + (int) parser.currentLocation().getByteOffset();
      if (newline >= 0 && next > newline) {
        return VALUES;
      }
      while (next < head.length && head[next] != '\n' && Bytes.isBlankOrBom(head[next])) {
        next++;
      }
      return next < head.length && (head[next] == '{' || head[next] == ',') ? VALUES : LINES;
    } catch (JsonEOFException e) {
      return newline >= 0 && !whole ? VALUES : LINES;
    } catch (IOException e) {
      return LINES;
    }
  }
}
