package exfilwatch.detection;

import java.util.List;

/**
 * Why a process start is suspicious.
 *
 * @param rules every rule that matched, highest risk first; never empty
 * @param correlates whether one of them is a first step of the correlation
 * @param content which content says so
 */
public record Suspicion(List<RuleHit> rules, boolean correlates, ContentVersion content) {}
