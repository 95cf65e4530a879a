package exfilwatch.sigma;

/** How ripe a rule is. */
public enum Status {
  STABLE,
  TEST,
  EXPERIMENTAL,
  DEPRECATED,
  UNSUPPORTED
}
