/** Decoders: the bytes of one record of any vendor in, events or a dead letter out. */
@NullMarked
package exfilwatch.telemetry.decode;

import org.jspecify.annotations.NullMarked;
