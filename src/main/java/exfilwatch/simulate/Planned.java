package exfilwatch.simulate;

import org.jspecify.annotations.Nullable;

/**
 * An activity with a fixed place in the run.
 *
 * @param incident the planted incident that it belongs to; null for ordinary ones
 */
record Planned(Activity activity, @Nullable String incident) {}
