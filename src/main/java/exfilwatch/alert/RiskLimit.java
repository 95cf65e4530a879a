package exfilwatch.alert;

import java.util.Locale;

/** What holds a risk score down, whatever else is found, with the score that it allows at most. */
enum RiskLimit {
  /** Data comes in. */
  DOWNLOAD(21),
  /** Data stays on the host or its network. */
  LOCAL_ONLY(21),
  /** Nothing is transferred. */
  DRY_RUN(21),
  /** It only prints help. */
  HELP(10);

  private final int score;

  RiskLimit(int score) {
    this.score = score;
  }

  int score() {
    return score;
  }

  /** As in the configuration and in alerts. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
