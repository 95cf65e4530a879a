/** The Kafka ends of the job: source, sinks, and the check that the broker is there. */
@NullMarked
package exfilwatch.job.kafka;

import org.jspecify.annotations.NullMarked;
