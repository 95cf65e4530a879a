package exfilwatch.job.content;

import exfilwatch.detection.DetectionContent;
import exfilwatch.detection.UsesDetections;
import java.util.List;
import java.util.concurrent.ScheduledFuture;
import org.apache.flink.api.common.state.BroadcastState;
import org.apache.flink.api.common.state.MapStateDescriptor;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.runtime.state.StateInitializationContext;
import org.apache.flink.runtime.state.StateSnapshotContext;
import org.apache.flink.streaming.api.functions.ProcessFunction;
import org.apache.flink.streaming.api.operators.ProcessOperator;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.util.OutputTag;
import org.jspecify.annotations.Nullable;

/**
 * A function that goes by the content in force, and is chained to the source before it. A second
 * input would break that chain, and whole events between two tasks cost most of the throughput
 * (Flink 2.2 chains sources to multiple-input operators, but then completes no checkpoint). So
 * every subtask follows the changes by itself, from the place that its state knows, and says so in
 * {@link #APPLIED}.
 */
@SuppressWarnings("NullAway.Init") // Flink's initializeState() initialises
public final class ByChanges<IN, OUT, F extends ProcessFunction<IN, OUT> & UsesDetections>
    extends ProcessOperator<IN, OUT> {

  private static final long serialVersionUID = 1;

  /** How far each subtask is. */
  public static final OutputTag<AppliedChange> APPLIED =
      new OutputTag<>("applied-changes", TypeInformation.of(AppliedChange.class));

  private static final MapStateDescriptor<String, ContentPosition> STATE =
      new MapStateDescriptor<>("content", Types.STRING, TypeInformation.of(ContentPosition.class));
  private static final String NEWEST = "newest";
  private static final long LOOK_EVERY_MS = 200;

  private final F function;
  private final DetectionContent submitted;
  private final ContentLog log;
  private final long from;

  private transient BroadcastState<String, ContentPosition> state;
  private transient ContentHistory history;
  private transient ContentLog.@Nullable Reader reader;
  private transient @Nullable ScheduledFuture<?> looking;
  private transient boolean told;

  /**
   * @param from the offset of the first change that isn't in what was submitted
   */
  public ByChanges(F function, DetectionContent submitted, ContentLog log, long from) {
    super(function);
    this.function = function;
    this.submitted = submitted;
    this.log = log;
    this.from = from;
  }

  @Override
  public void initializeState(StateInitializationContext context) throws Exception {
    super.initializeState(context);
    state = context.getOperatorStateStore().getBroadcastState(STATE);
    ContentPosition known = state.get(NEWEST);
    history = new ContentHistory(submitted, known == null ? ContentPosition.at(from) : known);
  }

  @Override
  public void snapshotState(StateSnapshotContext context) throws Exception {
    super.snapshotState(context);
    state.put(NEWEST, history.position());
  }

  @Override
  public void open() throws Exception {
    super.open();
    function.use(history.current().compile());
    ContentLog.Reader opened = log.open(history.position().next());
    reader = opened;
    getMetricGroup().gauge("contentNumber", () -> history.current().version().number());
    getMetricGroup().gauge("contentTopicErrors", opened::errors);
    looking =
        getProcessingTimeService().scheduleWithFixedDelay(now -> look(opened), 0, LOOK_EVERY_MS);
  }

  private void look(ContentLog.Reader changes) {
    for (ContentRecord record = changes.poll(); record != null; record = changes.poll()) {
      ContentUpdate before = history.accepted();
      List<ContentStatus> statuses = history.take(record);
      ContentUpdate update = history.accepted().equals(before) ? null : history.accepted();
      if (update != null) {
        function.use(history.current().compile());
      }
      boolean first = getRuntimeContext().getTaskInfo().getIndexOfThisSubtask() == 0;
      tell(first ? update : null, first ? statuses : List.of());
    }
    if (!told) {
      tell(null, List.of()); // after a restart nobody knows
    }
  }

  private void tell(@Nullable ContentUpdate update, List<ContentStatus> statuses) {
    told = true;
    output.collect(
        APPLIED,
        new StreamRecord<>(
            new AppliedChange(
                getRuntimeContext().getTaskInfo().getIndexOfThisSubtask(),
                getRuntimeContext().getTaskInfo().getNumberOfParallelSubtasks(),
                history.position().next(),
                update,
                statuses)));
  }

  @Override
  public void close() throws Exception {
    if (looking != null) {
      looking.cancel(false);
    }
    if (reader != null) {
      reader.close();
    }
    super.close();
  }
}
