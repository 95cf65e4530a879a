/** The commands. */
@NullMarked
package exfilwatch.cli;

import org.jspecify.annotations.NullMarked;
