package exfilwatch.cli;

import exfilwatch.job.StreamingJob;
import exfilwatch.job.config.JobConfig;
import exfilwatch.job.kafka.BrokerCheck;
import java.util.concurrent.Callable;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(
    name = "detect",
    mixinStandardHelpOptions = true,
    description = {
      "Runs the streaming job: telemetry topics in, alerts topic out.",
      "On a cluster this is what 'flink run' starts; otherwise it runs in this process until it is"
          + " stopped."
    },
    exitCodeList = {
      "0:submitted, or stopped",
      "1:failed, or a broker or topic is missing",
      "2:usage or bad configuration, rules or exceptions"
    },
    footer = {
      "exfilwatch detect --conf conf/exfilwatch.yaml",
      "flink run -d exfilwatch.jar detect --conf conf/exfilwatch.yaml"
    })
final class DetectCommand implements Callable<Integer> {

  @Mixin private ContentOptions content = new ContentOptions();

  @Override
  public Integer call() throws Exception {
    JobConfig config = content.config(true);
    StreamingJob job = new StreamingJob(config, content.content(config));
    StreamExecutionEnvironment env = StreamExecutionEnvironment.getExecutionEnvironment();
    job.define(env);
    BrokerCheck.run(config.requireKafka());
    env.execute("exfilwatch");
    return Main.OK;
  }
}
