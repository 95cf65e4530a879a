package exfilwatch.cli;

import exfilwatch.detection.DetectionContent;
import exfilwatch.job.SetupException;
import exfilwatch.job.config.JobConfig;
import exfilwatch.job.config.KafkaConfig;
import exfilwatch.job.content.ContentRecord;
import exfilwatch.job.content.ContentStatus;
import exfilwatch.job.kafka.BrokerCheck;
import exfilwatch.job.kafka.ContentTopic;
import exfilwatch.yaml.YamlException;
import exfilwatch.yaml.YamlFile;
import exfilwatch.yaml.YamlNode;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
    name = "publish",
    mixinStandardHelpOptions = true,
    description = {
      "Changes rules, exceptions and destinations of the running job to those of a folder, without"
          + " a restart.",
      "",
      "The folder is the whole: what it does not have is removed. It is checked here first; then"
          + " the job checks it again, takes what is good and says so on the topic"
          + " kafka.content_status."
    },
    exitCodeList = {
      "0:taken, or nothing to do",
      "1:the job refused something or did not answer",
      "2:usage, or the folder is not good"
    },
    footer = {
      "exfilwatch publish --dry-run --diff conf/",
      "exfilwatch publish conf/",
      "exfilwatch publish --wait 120"
    })
@SuppressWarnings("NullAway.Init") // picocli fills the fields
final class PublishCommand implements Callable<Integer> {

  @Parameters(
      paramLabel = "DIR",
      arity = "0..1",
      description =
          "folder with rules/, exceptions/ and destinations.yaml (default: what is configured)")
  private @Nullable Path folder;

  @Option(names = "--dry-run", description = "only tell what would change")
  private boolean dryRun;

  @Option(names = "--diff", description = "show changed lines")
  private boolean diff;

  @Option(
      names = "--wait",
      paramLabel = "SECONDS",
      defaultValue = "60",
      description =
          "how long to wait for the job's answer, 0: not at all (default: ${DEFAULT-VALUE})")
  private int wait;

  @Mixin private ContentOptions options;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    PrintWriter out = spec.commandLine().getOut();
    JobConfig config = options.config(true);
    DetectionContent content =
        folder == null ? options.content(config) : ContentOptions.ofFolder(folder, config);
    KafkaConfig kafka = config.requireKafka();
    KafkaConfig.Content topics = kafka.content();
    if (topics == null) {
      throw new SetupException(
          config.file()
              + ": kafka.content is missing; name the topic from which the job takes changes");
    }
    BrokerCheck.content(kafka, topics);
    Map<String, @Nullable String> known = ContentTopic.read(kafka, topics).texts();
    Map<String, String> texts = content.texts();
    Map<String, @Nullable String> changes = changes(known, texts);
    changes.forEach((id, text) -> show(out, id, known.get(id), text));
    int same = texts.size() - (int) changes.values().stream().filter(text -> text != null).count();
    out.printf("%d to change, %d as in the topic%n", changes.size(), same);
    out.flush();
    if (dryRun) {
      return Main.OK;
    }
    List<String> remaining = new ArrayList<>(texts.keySet());
    List<ContentStatus> statuses =
        ContentTopic.publish(kafka, topics, changes, remaining, Duration.ofSeconds(wait));
    return answer(out, statuses, changes);
  }

  private static Map<String, @Nullable String> changes(
      Map<String, @Nullable String> known, Map<String, String> texts) {
    Map<String, @Nullable String> changes = new TreeMap<>();
    texts.forEach(
        (id, text) -> {
          String old = known.get(id);
          if (old == null || !old.strip().equals(text.strip())) {
            changes.put(id, text);
          }
        });
    known.forEach(
        (id, old) -> {
          if (old != null && !texts.containsKey(id)) {
            changes.put(id, null);
          }
        });
    return changes;
  }

  private void show(PrintWriter out, String id, @Nullable String old, @Nullable String now) {
    String what = now == null ? "remove" : old == null ? "add" : "change";
    String text = now != null ? now : old != null ? old : "";
    out.printf("%-9s %s%s%n", what, id, title(id, text));
    if (diff && old != null && now != null) {
      LineDiff.of(old, now).forEach(line -> out.println("          " + line));
    }
  }

  private static String title(String id, String text) {
    try {
      List<YamlNode> documents = YamlFile.documents(id, text);
      return documents.isEmpty() || !documents.get(0).isMap()
          ? ""
          : documents.get(0).find("title").map(title -> "  " + title.string()).orElse("");
    } catch (YamlException e) {
      return "";
    }
  }

  private int answer(
      PrintWriter out, List<ContentStatus> statuses, Map<String, @Nullable String> sent) {
    if (wait == 0) {
      out.println("sent; the job tells on kafka.content_status what it takes");
      return Main.OK;
    }
    for (ContentStatus status : statuses) {
      if (status.id().equals(ContentRecord.END)) {
        out.printf(
            "%s: %s; version %s is in force%n",
            status.accepted() ? "taken" : "not all taken", status.message(), status.version());
        out.flush();
        return status.accepted() ? Main.OK : Main.FAILED;
      }
      if (!status.accepted()) {
        status.message().lines().forEach(line -> out.println("refused   " + line));
      } else if (!sent.containsKey(status.id())) {
        out.printf("removed   %s, which the job was started with%n", status.id());
      }
    }
    out.flush();
    spec.commandLine()
        .getErr()
        .printf(
            "exfilwatch: publish: the changes are in the topic, but no job answered within %d s; is"
                + " it running, with the same kafka.content?%n",
            wait);
    return Main.FAILED;
  }
}
