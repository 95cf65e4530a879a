package exfilwatch.sigma;

import java.util.Map;

/**
 * A rule that matched a document.
 *
 * @param matched the fields that made it match, as the rule calls them (an empty name for a
 *     keyword), with their values; fields that only were asked not to match are not here
 */
public record Match(Rule rule, Map<String, String> matched) {}
