/** Rules, exceptions and destinations that change while the job runs. */
@NullMarked
package exfilwatch.job.content;

import org.jspecify.annotations.NullMarked;
