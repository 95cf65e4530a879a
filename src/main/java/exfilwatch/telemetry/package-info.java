/**
 * Endpoint telemetry as this product sees it: one {@link exfilwatch.telemetry.Event} for every
 * vendor. Imports nothing of the project and nothing of Flink.
 */
@NullMarked
package exfilwatch.telemetry;

import org.jspecify.annotations.NullMarked;
