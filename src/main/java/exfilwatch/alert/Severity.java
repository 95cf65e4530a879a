package exfilwatch.alert;

import java.util.Locale;

/** Elastic's bands of a risk score. */
enum Severity {
  LOW,
  MEDIUM,
  HIGH,
  CRITICAL;

  static Severity of(int riskScore) {
    if (riskScore <= 21) {
      return LOW;
    }
    if (riskScore <= 47) {
      return MEDIUM;
    }
    return riskScore <= 73 ? HIGH : CRITICAL;
  }

  String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}
