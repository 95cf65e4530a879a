/**
 * Telemetry made up from a seed: ordinary noise of a fleet with incidents planted in it, written in
 * the raw shape of each supported source. The same seed gives the same bytes. Imports telemetry
 * only, so that what it writes is judged by decoders that it doesn't know.
 */
@NullMarked
package exfilwatch.simulate;

import org.jspecify.annotations.NullMarked;
