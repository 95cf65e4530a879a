/** Files of telemetry as a bounded source: any mix of NDJSON, JSON arrays, gzip, UTF-16. */
@NullMarked
package exfilwatch.job.file;

import org.jspecify.annotations.NullMarked;
