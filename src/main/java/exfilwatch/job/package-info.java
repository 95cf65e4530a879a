/** Flink wiring: configuration, sources, sinks, the graph. */
@NullMarked
package exfilwatch.job;

import org.jspecify.annotations.NullMarked;
