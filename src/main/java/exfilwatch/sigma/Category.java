package exfilwatch.sigma;

import java.util.Locale;

/** The log source categories of Sigma that this engine evaluates. */
public enum Category {
  PROCESS_CREATION,
  NETWORK_CONNECTION,
  DNS_QUERY;

  /** As rules write it. */
  public String sigmaName() {
    return name().toLowerCase(Locale.ROOT);
  }
}
