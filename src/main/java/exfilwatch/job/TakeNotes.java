package exfilwatch.job;

import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.functions.RichMapFunction;

/** Passes everything on as it is, and notes what a report tells of it. */
@SuppressWarnings("NullAway.Init") // Flink's open() initialises
final class TakeNotes extends RichMapFunction<Decoded, Decoded> {

  private static final long serialVersionUID = 1;

  /** The name of the accumulator. */
  static final String NOTES = "hunt-notes";

  private transient HuntNotes notes;

  @Override
  public void open(OpenContext context) {
    notes = new HuntNotes();
  }

  @Override
  public Decoded map(Decoded decoded) {
    notes.add(decoded);
    return decoded;
  }

  /** Not before, because Flink serialises accumulators while a job runs. */
  @Override
  public void close() {
    if (notes != null && getRuntimeContext() != null) {
      getRuntimeContext().addAccumulator(NOTES, notes);
    }
  }
}
