package exfilwatch.alert;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A rendered alert.
 *
 * @param id the same at every replay
 * @param incidentId shared by the alerts of one incident
 * @param stage {@code started}, {@code correlated} or {@code closed}
 * @param severity {@code low}, {@code medium}, {@code high} or {@code critical}
 * @param time event time of the stage, epoch milliseconds
 * @param json one JSON document, UTF-8, without a line end
 */
@SuppressWarnings("ArrayRecordComponent") // goes out as it is
public record Alert(
    String id, String incidentId, String stage, String severity, long time, byte[] json) {

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Alert that && id.equals(that.id) && Arrays.equals(json, that.json);
  }

  @Override
  public int hashCode() {
    return id.hashCode();
  }

  @Override
  public String toString() {
    return new String(json, UTF_8);
  }
}
