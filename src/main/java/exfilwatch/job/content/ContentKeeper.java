package exfilwatch.job.content;

import exfilwatch.detection.DetectionContent;
import java.time.Clock;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.flink.api.common.state.ListState;
import org.apache.flink.api.common.state.ListStateDescriptor;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.runtime.state.FunctionInitializationContext;
import org.apache.flink.runtime.state.FunctionSnapshotContext;
import org.apache.flink.streaming.api.checkpoint.CheckpointedFunction;
import org.apache.flink.streaming.api.functions.ProcessFunction;
import org.apache.flink.util.Collector;
import org.apache.flink.util.OutputTag;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the content in force, of which there must be one: it judges each change and tells everybody
 * what is taken, and {@link #STATUS} what became of it. Changes of one publication wait for its
 * end.
 */
@SuppressWarnings("NullAway.Init") // Flink's initializeState() initialises
public final class ContentKeeper extends ProcessFunction<ContentRecord, ContentUpdate>
    implements CheckpointedFunction {

  private static final long serialVersionUID = 1;

  /** What became of each change. */
  public static final OutputTag<ContentStatus> STATUS =
      new OutputTag<>("content-status", TypeInformation.of(ContentStatus.class));

  private final DetectionContent submitted;

  private transient ListState<ContentUpdate> acceptedState;
  private transient ListState<ContentRecord> waitingState;

  private transient ContentJudge judge;
  private transient ContentUpdate accepted;
  private transient DetectionContent current;
  private transient Map<String, ContentRecord> waiting;

  public ContentKeeper(DetectionContent submitted) {
    this.submitted = submitted;
  }

  @Override
  public void initializeState(FunctionInitializationContext context) throws Exception {
    acceptedState =
        context
            .getOperatorStateStore()
            .getListState(
                new ListStateDescriptor<>("accepted", TypeInformation.of(ContentUpdate.class)));
    waitingState =
        context
            .getOperatorStateStore()
            .getListState(
                new ListStateDescriptor<>("waiting", TypeInformation.of(ContentRecord.class)));
    judge = new ContentJudge(submitted);
    accepted = ContentUpdate.NONE;
    current = submitted;
    for (ContentUpdate update : acceptedState.get()) {
      ContentJudge.Verdict verdict = judge.again(update);
      accepted = verdict.update();
      current = verdict.content();
    }
    waiting = new LinkedHashMap<>();
    for (ContentRecord record : waitingState.get()) {
      waiting.put(record.id(), record);
    }
  }

  @Override
  public void snapshotState(FunctionSnapshotContext context) throws Exception {
    acceptedState.update(List.of(accepted));
    waitingState.update(List.copyOf(waiting.values()));
  }

  @Override
  public void processElement(
      ContentRecord record, Context context, Collector<ContentUpdate> out) {
    if (record.isEnd()) {
      Map<String, @Nullable String> changes = new LinkedHashMap<>();
      waiting.values().forEach(change -> changes.put(change.id(), change.text()));
      waiting.clear();
      dropOthers(record.remaining(), changes);
      Judging judging = new Judging(record.publication(), context);
      judging.judge(changes, out);
      judging.tellEnd();
    } else if (record.publication() != null) {
      waiting.put(record.id(), record);
    } else {
      waiting.remove(record.id());
      Map<String, @Nullable String> change = new HashMap<>();
      change.put(record.id(), record.text());
      new Judging(null, context).judge(change, out);
    }
  }

  /** A publication may say what there is to be; the catalogue stays where it says nothing of it. */
  private void dropOthers(List<String> remaining, Map<String, @Nullable String> changes) {
    if (remaining.isEmpty()) {
      return;
    }
    for (String id : current.texts().keySet()) {
      if (!remaining.contains(id) && !id.equals(DetectionContent.DESTINATIONS)) {
        changes.putIfAbsent(id, null);
      }
    }
  }

  /** One judgement, and what is told of it. */
  private final class Judging {

    private final @Nullable String publication;
    private final Context context;
    private int taken;
    private int refused;

    Judging(@Nullable String publication, Context context) {
      this.publication = publication;
      this.context = context;
    }

    void judge(Map<String, @Nullable String> changes, Collector<ContentUpdate> out) {
      Map<String, String> before = current.texts();
      Map<String, @Nullable String> possible = new TreeMap<>();
      Map<String, String> impossible = new LinkedHashMap<>();
      changes.forEach(
          (id, text) -> {
            if (id.isEmpty()) {
              impossible.put(id, "the record has no key; write the id of its document");
            } else if (text == null && !before.containsKey(id)) {
              impossible.put(id, id + ": is not there; nothing to remove");
            } else {
              possible.put(id, text);
            }
          });
      ContentJudge.Verdict verdict =
          judge.judge(accepted.changes(), possible, accepted.number() + 1);
      if (!verdict.update().changes().equals(accepted.changes())) {
        accepted = verdict.update();
        current = verdict.content();
        out.collect(accepted);
      }
      impossible.forEach(this::refuse);
      verdict.refused().forEach(this::refuse);
      Map<String, String> after = current.texts();
      possible.keySet().stream()
          .filter(id -> !verdict.refused().containsKey(id))
          .forEach(id -> accept(id, before.get(id), after.get(id)));
    }

    private void refuse(String id, String why) {
      refused++;
      tell(id, false, why);
    }

    private void accept(String id, @Nullable String before, @Nullable String after) {
      taken++;
      tell(
          id,
          true,
          after == null
              ? "removed"
              : before == null
                  ? "added"
                  : before.strip().equals(after.strip()) ? "unchanged" : "changed");
    }

    void tellEnd() {
      tell(ContentRecord.END, refused == 0, taken + " accepted, " + refused + " refused");
    }

    private void tell(String id, boolean good, String message) {
      context.output(
          STATUS,
          new ContentStatus(
              id,
              publication,
              good,
              message,
              accepted.number(),
              current.version().hash(),
              Clock.systemUTC().millis()));
    }
  }
}
