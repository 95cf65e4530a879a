package exfilwatch.bench;

import java.io.Serializable;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/** One of the jobs that are held against each other. */
interface Contender extends Serializable {

  String name();

  /** Adds the job to {@code env}, from the input to a {@link Discard}. */
  void define(StreamExecutionEnvironment env, Input input);

  /**
   * Looks at what the job found in the round that has just ended.
   *
   * @throws WrongResultException when that is not what was planted
   */
  default void check() {}
}
