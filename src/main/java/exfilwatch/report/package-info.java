/** The report of a hunt: one page of HTML that needs nothing else. */
@NullMarked
package exfilwatch.report;

import org.jspecify.annotations.NullMarked;
