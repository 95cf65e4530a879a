package exfilwatch.job.content;

import exfilwatch.detection.DetectionContent;
import exfilwatch.detection.UsesDetections;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.api.common.functions.MapFunction;
import org.apache.flink.api.common.state.ListState;
import org.apache.flink.api.common.state.ListStateDescriptor;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.runtime.state.StateInitializationContext;
import org.apache.flink.runtime.state.StateSnapshotContext;
import org.apache.flink.streaming.api.operators.StreamMap;
import org.apache.flink.streaming.api.operators.TwoInputStreamOperator;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.util.function.SerializableFunction;

/**
 * A map function that goes by the content in force; the second input are updates, to every subtask.
 * An element that newer content decided on waits for its update, which is on its way.
 */
@SuppressWarnings("NullAway.Init") // Flink's initializeState() initialises
public final class MapByUpdates<IN, OUT, F extends MapFunction<IN, OUT> & UsesDetections>
    extends StreamMap<IN, OUT> implements TwoInputStreamOperator<IN, ContentUpdate, OUT> {

  private static final long serialVersionUID = 1;

  /** Updates take a moment; after this time there is none, and the content at hand has to do. */
  private static final long LONGEST_WAIT_MS = 5_000;

  private final F function;
  private final LiveContent content;
  private final TypeInformation<IN> type;
  private final SerializableFunction<IN, Long> decidedBy;

  private transient ListState<IN> waitingState;
  private transient List<IN> waiting;

  /**
   * @param decidedBy the number of the content that decided on an element
   */
  public MapByUpdates(
      F function,
      DetectionContent submitted,
      TypeInformation<IN> type,
      SerializableFunction<IN, Long> decidedBy) {
    super(function);
    this.function = function;
    this.content = new LiveContent(submitted);
    this.type = type;
    this.decidedBy = decidedBy;
  }

  @Override
  public void initializeState(StateInitializationContext context) throws Exception {
    super.initializeState(context);
    content.restore(context.getOperatorStateStore(), getMetricGroup());
    waitingState =
        context.getOperatorStateStore().getListState(new ListStateDescriptor<>("waiting", type));
    waiting = new ArrayList<>();
    waitingState.get().forEach(waiting::add);
  }

  @Override
  public void snapshotState(StateSnapshotContext context) throws Exception {
    super.snapshotState(context);
    waitingState.update(waiting);
  }

  @Override
  public void open() throws Exception {
    super.open();
    function.use(content.detections());
    if (!waiting.isEmpty()) {
      waitNoLonger();
    }
  }

  @Override
  public void processElement1(StreamRecord<IN> element) throws Exception {
    if (decidedBy.apply(element.getValue()) <= content.number()) {
      processElement(element);
      return;
    }
    waiting.add(element.getValue());
    waitNoLonger();
  }

  @SuppressWarnings("FutureReturnValueIgnored") // what a timer throws fails the task
  private void waitNoLonger() {
    getProcessingTimeService()
        .registerTimer(
            getProcessingTimeService().getCurrentProcessingTime() + LONGEST_WAIT_MS,
            time -> release(Long.MAX_VALUE));
  }

  @Override
  public void processElement2(StreamRecord<ContentUpdate> update) throws Exception {
    function.use(content.take(update.getValue()));
    release(content.number());
  }

  private void release(long number) throws Exception {
    List<IN> all = List.copyOf(waiting);
    waiting.clear();
    for (IN element : all) {
      if (decidedBy.apply(element) <= number) {
        processElement(new StreamRecord<>(element));
      } else {
        waiting.add(element);
      }
    }
  }
}
