package exfilwatch.correlation;

import java.util.Locale;

/** Where an incident is; each stage is one alert. */
public enum Stage {
  /** A suspicious process was started. */
  STARTED,
  /** It opened an outbound connection within the correlation's time. */
  CORRELATED,
  /** It ended, or nothing more was heard of it. */
  CLOSED;

  /** As alerts spell it ({@code exfil.stage}). */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}
