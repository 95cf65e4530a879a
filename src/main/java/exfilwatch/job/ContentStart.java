package exfilwatch.job;

import exfilwatch.detection.DetectionContent;
import exfilwatch.job.config.KafkaConfig;
import exfilwatch.job.content.ContentJudge;
import exfilwatch.job.content.ContentUpdate;
import exfilwatch.job.kafka.ContentTopic;
import java.util.function.Consumer;

/**
 * What a job begins with, so that no event is judged before the changes that are in the topic
 * already.
 *
 * @param changesFrom the offset of the first change that isn't in {@code content}
 */
public record ContentStart(DetectionContent content, long changesFrom) {

  /**
   * What was submitted, together with the changes in the topic.
   *
   * @param refused takes a line for each change that doesn't fit to what was submitted
   * @throws exfilwatch.job.kafka.BrokerException when the topic can't be read
   */
  public static ContentStart of(
      KafkaConfig kafka, DetectionContent submitted, Consumer<String> refused) {
    KafkaConfig.Content topics = kafka.content();
    if (topics == null) {
      return new ContentStart(submitted, 0);
    }
    ContentTopic.Snapshot known = ContentTopic.read(kafka, topics);
    ContentJudge.Verdict verdict =
        new ContentJudge(submitted).again(new ContentUpdate(0, known.texts()));
    verdict
        .refused()
        .forEach(
            (id, why) -> refused.accept(topics.changes() + ": " + id + " is left out: " + why));
    return new ContentStart(verdict.content(), known.next());
  }
}
