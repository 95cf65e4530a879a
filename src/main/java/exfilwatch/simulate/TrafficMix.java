package exfilwatch.simulate;

/**
 * Shares of ordinary records in percent; as many process ends as starts come with them, and the
 * rest writes files and registry values.
 */
public record TrafficMix(double processPercent, double networkPercent, double dnsPercent) {
  /** A company's usual mix: 6 % process starts, 40 % connections, 10 % name queries. */
  public static final TrafficMix USUAL = new TrafficMix(6, 40, 10);

  /**
   * Refuses negative shares, and more than there is.
   *
   * @throws IllegalArgumentException when 2 × process + network + dns is above 100
   */
  public TrafficMix {
    double least = Math.min(processPercent, Math.min(networkPercent, dnsPercent));
    if (!(least >= 0) || 2 * processPercent + networkPercent + dnsPercent > 100) {
      throw new IllegalArgumentException(
          "shares must not be negative, and twice process (start and end) plus network plus dns"
              + " must not be above 100: "
              + processPercent
              + ", "
              + networkPercent
              + ", "
              + dnsPercent);
    }
  }
}
