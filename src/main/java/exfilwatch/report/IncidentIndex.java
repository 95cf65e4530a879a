package exfilwatch.report;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedInputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The incidents in a file of alerts, highest risk first: of each the alert that tells most. Only
 * where they lie is kept in memory.
 */
final class IncidentIndex implements Closeable {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final List<String> STAGES = List.of("started", "correlated", "closed");

  private static final Comparator<Place> BY_RISK =
      Comparator.comparingInt(Place::score)
          .thenComparing(Place::connected)
          .reversed()
          .thenComparing(Place::opened)
          .thenComparing(Place::id);

  private final RandomAccessFile file;
  private final List<Place> places;

  /** Where the alert of an incident lies, and what orders it. */
  record Place(
      String id, long offset, int length, int stage, int score, boolean connected, String opened) {}

  private IncidentIndex(RandomAccessFile file, List<Place> places) {
    this.file = file;
    this.places = places;
  }

  /**
   * Reads through the alerts.
   *
   * @param alerts ECS documents, one a line
   */
  static IncidentIndex of(Path alerts) throws IOException {
    Map<String, Place> byId = new HashMap<>();
    try (Lines lines = new Lines(new BufferedInputStream(Files.newInputStream(alerts), 1 << 16))) {
      for (byte[] line = lines.next(); line.length > 0; line = lines.next()) {
        Place place = place(JSON.readTree(line), lines.offset(), line.length);
        byId.merge(place.id(), place, (a, b) -> b.stage() >= a.stage() ? b : a);
      }
    }
    return new IncidentIndex(
        new RandomAccessFile(alerts.toFile(), "r"),
        byId.values().stream().sorted(BY_RISK).toList());
  }

  private static Place place(JsonNode alert, long offset, int length) {
    return new Place(
        alert.at("/exfil/incident/id").asText(),
        offset,
        length,
        STAGES.indexOf(alert.at("/exfil/stage").asText()),
        alert.at("/event/risk_score").asInt(),
        alert.at("/exfil/connections/count").asLong() > 0,
        alert.at("/event/start").asText());
  }

  /** Highest risk first. */
  List<Place> places() {
    return places;
  }

  JsonNode alert(Place place) throws IOException {
    byte[] line = new byte[place.length()];
    file.seek(place.offset());
    file.readFully(line);
    return JSON.readTree(line);
  }

  @Override
  public void close() throws IOException {
    file.close();
  }

  /** Lines with the place where they begin. */
  private static final class Lines implements Closeable {

    private final InputStream in;
    private byte[] buffer = new byte[1 << 14];
    private long begin;
    private long end;

    Lines(InputStream in) {
      this.in = in;
    }

    /** The next line that is not empty; an empty one at the end. */
    byte[] next() throws IOException {
      int length = 0;
      begin = end;
      for (int c = in.read(); c >= 0; c = in.read()) {
        end++;
        if (c != '\n') {
          if (length == buffer.length) {
            buffer = Arrays.copyOf(buffer, length * 2);
          }
          buffer[length++] = (byte) c;
        } else if (length > 0) {
          break;
        } else {
          begin = end;
        }
      }
      return Arrays.copyOf(buffer, length);
    }

    long offset() {
      return begin;
    }

    @Override
    public void close() throws IOException {
      in.close();
    }
  }
}
