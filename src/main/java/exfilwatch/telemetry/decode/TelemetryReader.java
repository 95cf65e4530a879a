package exfilwatch.telemetry.decode;

import org.jspecify.annotations.Nullable;

/**
 * Reads records for a {@link TelemetryDecoder} that runs in another thread, which takes half of its
 * work off it. Learns from what that decoder makes of them, so each reader is to have the same
 * decoder all the time.
 */
public final class TelemetryReader {
  /** A record with more to note would wait with more than its bytes: each note is twelve. */
  private static final int MAX_NOTED = 1000;

  private final DocumentReader documents = new DocumentReader(Sources.all().root());

  /**
   * What is in the record; null when that is to be left to the decoder.
   *
   * @param array that the record is in, also when it is decoded
   */
  public @Nullable Trace read(byte[] array, int offset, int length) {
    int end = offset + length;
    int start = TelemetryDecoder.skipBlanks(array, offset, end);
    if (start == end || array[start] != '{') {
      return null;
    }
    Trace trace = documents.read(array, start, end);
    return trace == null || trace.noted() > MAX_NOTED ? null : trace.copy();
  }
}
