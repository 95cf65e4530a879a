/** From suspicion to incident, in Flink: the gate, the CEP pattern, the incident's life. */
@NullMarked
package exfilwatch.correlation;

import org.jspecify.annotations.NullMarked;
