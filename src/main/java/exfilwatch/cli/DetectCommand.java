package exfilwatch.cli;

import exfilwatch.detection.DetectionContent;
import exfilwatch.job.ContentStart;
import exfilwatch.job.StreamingJob;
import exfilwatch.job.config.JobConfig;
import exfilwatch.job.config.KafkaConfig;
import exfilwatch.job.kafka.BrokerCheck;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

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
@SuppressWarnings("NullAway.Init") // picocli fills the fields
final class DetectCommand implements Callable<Integer> {

  @Mixin private ContentOptions content = new ContentOptions();

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws Exception {
    JobConfig config = content.config(true);
    DetectionContent submitted = content.content(config);
    KafkaConfig kafka = config.requireKafka();
    BrokerCheck.run(kafka);
    PrintWriter err = spec.commandLine().getErr();
    ContentStart start =
        ContentStart.of(kafka, submitted, line -> err.println("exfilwatch: " + line));
    StreamExecutionEnvironment env = StreamExecutionEnvironment.getExecutionEnvironment();
    new StreamingJob(config, start).define(env);
    env.execute("exfilwatch");
    return Main.OK;
  }
}
