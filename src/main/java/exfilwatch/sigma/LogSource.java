package exfilwatch.sigma;

import org.jspecify.annotations.Nullable;

/**
 * The events that a rule is for.
 *
 * @param product {@code windows}, {@code linux} or {@code macos}; null for all of them
 */
public record LogSource(Category category, @Nullable String product) {}
