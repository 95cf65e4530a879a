package exfilwatch.detection;

import java.util.Map;

/**
 * One rule that matched, with the evidence.
 *
 * @param level Sigma's level: {@code informational} … {@code critical}
 * @param riskScore 0–100
 * @param matched field name → the value that matched, as the source has it
 */
public record RuleHit(
    String id, String title, String level, int riskScore, Map<String, String> matched) {}
