/** The configuration file as immutable records. */
@NullMarked
package exfilwatch.job.config;

import org.jspecify.annotations.NullMarked;
