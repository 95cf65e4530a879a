package exfilwatch.cli;

import org.apache.flink.client.program.StreamContextEnvironment;
import org.apache.flink.configuration.DeploymentOptions;
import org.apache.flink.streaming.api.environment.LocalStreamEnvironment;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/** Tells where the main method runs: some ways to submit a job run it inside a JobManager. */
final class JobManager {

  private static final String INSIDE = "embedded";

  private JobManager() {}

  /**
   * Whether this is a submission by Flink's web interface or in application mode; not so in a
   * process of its own, also that of {@code flink run}.
   *
   * @param flinkIsThere whether Flink's classes are loaded anyway; else they are looked at only
   *     where Flink has loaded this one
   */
  static boolean runsThis(boolean flinkIsThere) {
    boolean loadedByFlink = JobManager.class.getClassLoader() != ClassLoader.getSystemClassLoader();
    return (flinkIsThere || loadedByFlink)
        && isInside(StreamExecutionEnvironment.getExecutionEnvironment());
  }

  private static boolean isInside(StreamExecutionEnvironment env) {
    if (env instanceof StreamContextEnvironment) {
      return INSIDE.equals(env.getConfiguration().get(DeploymentOptions.TARGET));
    }
    return !(env instanceof LocalStreamEnvironment); // the plan of a job is asked for
  }
}
