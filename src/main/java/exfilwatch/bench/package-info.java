/**
 * Measures what detection costs against reading, parsing and the textbook job, side by side on the
 * same input in one run, so that its figures are ratios and don't depend on the machine.
 */
@NullMarked
package exfilwatch.bench;

import org.jspecify.annotations.NullMarked;
