package exfilwatch.job.content;

import static exfilwatch.job.content.Content.EXCEPTION;
import static exfilwatch.job.content.Content.RULE;
import static exfilwatch.job.content.Content.SHIPPED_RULE;
import static org.assertj.core.api.Assertions.assertThat;

import exfilwatch.detection.DetectionContent;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class ContentHistoryTest {

  private static final DetectionContent SUBMITTED = Content.submitted();
  private static final String CORRELATION = "9f1d2c3b-5e7a-4d86-a0b4-7c6e5f8a1d90";

  private final ContentHistory history = new ContentHistory(SUBMITTED, ContentPosition.at(0));
  private long offset;

  static Stream<Arguments> bad() {
    String correlation = SUBMITTED.texts().getOrDefault(CORRELATION, "");
    return Stream.of(
        Arguments.of(EXCEPTION, "title: [broken", EXCEPTION + ":1: isn't YAML"),
        Arguments.of(RULE, "", RULE + ": there are 0 YAML documents"),
        Arguments.of(RULE, "just text", RULE + ": the document's id is ''"),
        Arguments.of(RULE, Content.rule().replace("process.name", "process.nmae"), "process.nmae"),
        Arguments.of(RULE, Content.rule() + "---\n" + Content.rule(), "2 YAML documents"),
        Arguments.of(EXCEPTION, Content.rule(), "the document's id is '" + RULE + "'"),
        Arguments.of(
            RULE,
            Content.rule().replace("name: backup_tool", "name: rclone_elastic_seed"),
            "'rclone_elastic_seed' is taken"),
        Arguments.of(EXCEPTION, Content.exception("[backup_tool]"), "backup_tool"),
        Arguments.of(
            EXCEPTION, Content.exception("any").replace("owner: it@example.com\n", ""), "owner"),
        Arguments.of(EXCEPTION, null, EXCEPTION + ": is not there; nothing to remove"),
        Arguments.of("", "title: x", "the record has no key"),
        Arguments.of(SHIPPED_RULE, null, "rclone_elastic_seed"),
        Arguments.of("destinations", "destinations: [{provider: x}]", "destinations:1: "),
        Arguments.of(
            CORRELATION,
            correlation.replace("timespan: 10m", "timespan: 5m"),
            "can't change from 600 s to 300 s while the job runs"));
  }

  @ParameterizedTest
  @MethodSource("bad")
  void refusesABadChangeAndTheOldStays(String id, @Nullable String text, String why) {
    List<ContentStatus> statuses = take(id, text, null);
    assertThat(statuses).hasSize(1);
    ContentStatus status = statuses.get(0);
    assertThat(status.accepted()).isFalse();
    assertThat(status.id()).isEqualTo(id);
    assertThat(status.message()).contains(why);
    assertThat(status.version()).isEqualTo(SUBMITTED.version().hash());
    assertThat(history.current().texts()).isEqualTo(SUBMITTED.texts());
    assertThat(history.accepted()).isEqualTo(ContentUpdate.NONE);
  }

  @Test
  void takesGoodChangesOneAfterTheOther() {
    assertThat(take(EXCEPTION, Content.exception("any"), null))
        .extracting(ContentStatus::message, ContentStatus::number)
        .containsExactly(org.assertj.core.groups.Tuple.tuple("added", 1L));
    assertThat(history.current().exemptions()).hasSize(1);
    String version = history.current().version().hash();
    take(RULE, Content.rule(), null);
    assertThat(take(EXCEPTION, Content.exception("[backup_tool]"), null).get(0).message())
        .isEqualTo("changed");
    assertThat(take(RULE, null, null).get(0).message()).contains("backup_tool");
    assertThat(take(EXCEPTION, Content.exception("any"), null).get(0).accepted()).isTrue();
    assertThat(take(RULE, null, null).get(0).message()).isEqualTo("removed");
    assertThat(history.current().version().hash()).isEqualTo(version);
    assertThat(take(EXCEPTION, null, null).get(0).message()).isEqualTo("removed");
    assertThat(history.current().version().hash()).isEqualTo(SUBMITTED.version().hash());
    assertThat(history.current().version().number()).isEqualTo(6);
  }

  @Test
  void judgesAPublicationAsAWholeAtItsEnd() {
    assertThat(take(EXCEPTION, Content.exception("[backup_tool]"), "p")).isEmpty();
    assertThat(history.current().exemptions()).isEmpty();
    assertThat(take(RULE, Content.rule(), "p")).isEmpty();
    List<ContentStatus> statuses = take(ContentRecord.END, "", "p");
    assertThat(statuses).allMatch(ContentStatus::accepted);
    assertThat(statuses)
        .extracting(ContentStatus::id)
        .containsExactly(RULE, EXCEPTION, ContentRecord.END);
    assertThat(statuses).extracting(ContentStatus::publication).containsOnly("p");
    assertThat(history.current().exemptions()).hasSize(1);
  }

  @Test
  void takesWhatIsGoodWithoutTheBadOnes() {
    take(EXCEPTION, Content.exception("[no_such_rule]"), "p");
    take(RULE, Content.rule(), "p");
    take("destinations", "[", "p");
    List<ContentStatus> statuses = take(ContentRecord.END, "", "p");
    assertThat(statuses)
        .filteredOn(ContentStatus::accepted)
        .extracting(ContentStatus::id)
        .containsExactly(RULE);
    assertThat(statuses.get(3).message()).isEqualTo("1 accepted, 2 refused");
    assertThat(history.current().rules().rule(RULE)).isPresent();
  }

  @Test
  void anEndCanSayWhatThereIsToBe() {
    take(RULE, Content.rule(), null);
    String remaining = String.join("\n", SUBMITTED.texts().keySet()).replace("destinations\n", "");
    List<ContentStatus> statuses = take(ContentRecord.END, remaining, "p");
    assertThat(statuses)
        .extracting(ContentStatus::id, ContentStatus::message)
        .first()
        .isEqualTo(org.assertj.core.groups.Tuple.tuple(RULE, "removed"));
    assertThat(history.current().texts()).isEqualTo(SUBMITTED.texts());
  }

  @Test
  void aLaterSingleChangeIsNotUndoneByAPublicationThatBeganBefore() {
    take(RULE, Content.rule(), "p");
    take(RULE, Content.rule().replace("level: high", "level: low"), null);
    take(ContentRecord.END, "", "p");
    assertThat(history.current().texts().get(RULE)).contains("level: low");
  }

  @Test
  void theCatalogueChangesLikeARule() {
    String catalogue =
        "destinations: [{provider: Ours, kind: object_storage, hosts: [storage.example.com]}]";
    assertThat(take("destinations", catalogue, null).get(0).message()).isEqualTo("changed");
    assertThat(history.current().texts()).containsEntry("destinations", catalogue);
  }

  @Test
  void goesOnFromItsPositionWithWhatWaits() {
    take(EXCEPTION, Content.exception("any"), null);
    take(RULE, Content.rule(), "p");
    ContentHistory restored = new ContentHistory(SUBMITTED, history.position());
    assertThat(restored.position()).isEqualTo(history.position());
    assertThat(restored.current().version()).isEqualTo(history.current().version());
    restored.take(new ContentRecord(offset, ContentRecord.END, "", "p"));
    assertThat(restored.current().rules().rule(RULE)).isPresent();
  }

  @Test
  void leavesOutWhatNoLongerFitsToWhatIsSubmittedLater() throws Exception {
    take(RULE, Content.rule(), null);
    take(EXCEPTION, Content.exception("[rclone_renamed]"), null);
    String renamed =
        SUBMITTED.rules().rules().stream()
            .filter(rule -> "rclone_renamed".equals(rule.name()))
            .findFirst()
            .orElseThrow()
            .id();
    java.util.Map<String, @Nullable String> changes = new java.util.HashMap<>();
    changes.put(renamed, null);
    changes.put(
        "6c8b7c0e-0b3a-4b1e-8f57-5a0d6a1e9b73",
        String.valueOf(SUBMITTED.texts().get("6c8b7c0e-0b3a-4b1e-8f57-5a0d6a1e9b73"))
            .replace("    - rclone_renamed\n", ""));
    DetectionContent later = SUBMITTED.with(changes, 0);
    ContentHistory restored = new ContentHistory(later, history.position());
    assertThat(restored.current().rules().rule(RULE)).isPresent();
    assertThat(restored.current().exemptions()).isEmpty();
  }

  private List<ContentStatus> take(String id, @Nullable String text, @Nullable String publication) {
    return history.take(new ContentRecord(offset++, id, text, publication));
  }
}
