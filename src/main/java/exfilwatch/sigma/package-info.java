/**
 * Sigma rules, filters and correlations (Sigma specification 2.1.0): read, checked, compiled,
 * evaluated. Knows neither vendors nor Flink.
 */
@NullMarked
package exfilwatch.sigma;

import org.jspecify.annotations.NullMarked;
