package exfilwatch.telemetry.decode;

import exfilwatch.telemetry.Event;
import exfilwatch.telemetry.Sighting;
import exfilwatch.telemetry.decode.Shape.Useless;
import org.jspecify.annotations.Nullable;

/** Hands everything on, and notes whether the document was of no use. */
final class Outcome implements DecodeOutput {
  private final DecodeOutput to;
  private @Nullable Useless useless;

  Outcome(DecodeOutput to) {
    this.to = to;
  }

  /** Why the document is of no use; null when it is of use, or damaged. */
  @Nullable Useless useless() {
    return useless;
  }

  @Override
  public void event(Event event) {
    to.event(event);
  }

  @Override
  public void sighted(Sighting sighting) {
    to.sighted(sighting);
  }

  @Override
  public boolean wantsSightings() {
    return to.wantsSightings();
  }

  @Override
  public void skipped(String source, String why) {
    useless = new Useless(source, why);
    to.skipped(source, why);
  }

  @Override
  public void rejected(RejectReason reason, String detail) {
    to.rejected(reason, detail);
  }
}
