package exfilwatch.job.content;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.flink.api.common.state.ListState;
import org.apache.flink.api.common.state.ListStateDescriptor;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.runtime.state.FunctionInitializationContext;
import org.apache.flink.runtime.state.FunctionSnapshotContext;
import org.apache.flink.streaming.api.checkpoint.CheckpointedFunction;
import org.apache.flink.streaming.api.functions.ProcessFunction;
import org.apache.flink.util.Collector;
import org.apache.flink.util.OutputTag;

/**
 * The one place that knows how far all subtasks are: it passes updates on to who decides later, and
 * tells {@link #STATUS} what became of a change when every subtask goes by it.
 */
@SuppressWarnings("NullAway.Init") // Flink's initializeState() initialises
public final class ContentInForce extends ProcessFunction<AppliedChange, ContentUpdate>
    implements CheckpointedFunction {

  private static final long serialVersionUID = 1;

  /** What became of each change. */
  public static final OutputTag<ContentStatus> STATUS =
      new OutputTag<>("content-status", TypeInformation.of(ContentStatus.class));

  private transient ListState<AppliedChange> waitingState;
  private transient List<AppliedChange> waiting;

  /** Subtasks tell it anew after a restart. */
  private transient Map<Integer, Long> nextOf;

  @Override
  public void initializeState(FunctionInitializationContext context) throws Exception {
    waitingState =
        context
            .getOperatorStateStore()
            .getListState(
                new ListStateDescriptor<>("waiting", TypeInformation.of(AppliedChange.class)));
    waiting = new ArrayList<>();
    waitingState.get().forEach(waiting::add);
    nextOf = new HashMap<>();
  }

  @Override
  public void snapshotState(FunctionSnapshotContext context) throws Exception {
    waitingState.update(List.copyOf(waiting));
  }

  @Override
  public void processElement(AppliedChange applied, Context context, Collector<ContentUpdate> out) {
    if (applied.update() != null) {
      out.collect(applied.update());
    }
    if (!applied.statuses().isEmpty()) {
      waiting.add(applied);
    }
    nextOf.put(applied.subtask(), applied.next());
    long everywhere =
        nextOf.size() < applied.subtasks()
            ? Long.MIN_VALUE
            : nextOf.values().stream().mapToLong(Long::longValue).min().orElse(Long.MIN_VALUE);
    waiting.removeIf(
        done -> {
          if (done.next() > everywhere) {
            return false;
          }
          done.statuses().forEach(status -> context.output(STATUS, status));
          return true;
        });
  }
}
