package exfilwatch.job.config;

import java.io.Serializable;
import java.time.Duration;
import java.util.Locale;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.CoreOptions;
import org.apache.flink.configuration.PipelineOptions;
import org.apache.flink.configuration.RestartStrategyOptions;
import org.apache.flink.configuration.StateBackendOptions;
import org.jspecify.annotations.Nullable;

/**
 * How Flink runs the streaming job.
 *
 * @param parallelism null for the cluster's, or what {@code flink run -p} says
 * @param maxParallelism number of key groups: can't be changed once there is state
 * @param checkpointInterval how often; with exactly-once delivery also how late alerts are seen
 * @param checkpointDirectory a URI; null for the cluster's
 */
public record RuntimeConfig(
    @Nullable Integer parallelism,
    int maxParallelism,
    StateBackend stateBackend,
    Duration checkpointInterval,
    @Nullable String checkpointDirectory)
    implements Serializable {

  static final RuntimeConfig DEFAULT =
      new RuntimeConfig(null, 128, StateBackend.HASHMAP, Duration.ofSeconds(10), null);

  /** Where state lives. */
  public enum StateBackend {
    /** On the heap: fastest, and enough, since state grows with suspects only. */
    HASHMAP,
    /** On the local disk, with incremental checkpoints. */
    ROCKSDB
  }

  /** The same as Flink's own options, together with those that this job always needs. */
  public Configuration toFlink() {
    Configuration flink = new Configuration();
    flink.set(PipelineOptions.GENERIC_TYPES, false);
    flink.set(PipelineOptions.AUTO_GENERATE_UIDS, false);
    flink.set(PipelineOptions.OBJECT_REUSE, true); // all that flows is immutable
    flink.set(PipelineOptions.MAX_PARALLELISM, maxParallelism);
    if (parallelism != null) {
      flink.set(CoreOptions.DEFAULT_PARALLELISM, parallelism);
    }
    flink.set(StateBackendOptions.STATE_BACKEND, stateBackend.name().toLowerCase(Locale.ROOT));
    flink.set(CheckpointingOptions.INCREMENTAL_CHECKPOINTS, stateBackend == StateBackend.ROCKSDB);
    flink.set(CheckpointingOptions.CHECKPOINTING_INTERVAL, checkpointInterval);
    if (checkpointDirectory != null) {
      flink.set(CheckpointingOptions.CHECKPOINTS_DIRECTORY, checkpointDirectory);
    }
    flink.set(RestartStrategyOptions.RESTART_STRATEGY, "exponential-delay");
    return flink;
  }
}
