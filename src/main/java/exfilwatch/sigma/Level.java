package exfilwatch.sigma;

/** How critical a match is; later constants are more critical. */
public enum Level {
  INFORMATIONAL,
  LOW,
  MEDIUM,
  HIGH,
  CRITICAL
}
