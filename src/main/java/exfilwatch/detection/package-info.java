/** Which rules a process start matches, and what it would do: the Suspicion. */
@NullMarked
package exfilwatch.detection;

import org.jspecify.annotations.NullMarked;
