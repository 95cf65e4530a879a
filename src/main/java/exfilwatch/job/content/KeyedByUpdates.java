package exfilwatch.job.content;

import exfilwatch.detection.DetectionContent;
import exfilwatch.detection.UsesDetections;
import org.apache.flink.runtime.state.StateInitializationContext;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.streaming.api.operators.KeyedProcessOperator;
import org.apache.flink.streaming.api.operators.TwoInputStreamOperator;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;

/**
 * A keyed function that goes by the content in force; the second input are updates, to every
 * subtask.
 */
public final class KeyedByUpdates<
        K, IN, OUT, F extends KeyedProcessFunction<K, IN, OUT> & UsesDetections>
    extends KeyedProcessOperator<K, IN, OUT>
    implements TwoInputStreamOperator<IN, ContentUpdate, OUT> {

  private static final long serialVersionUID = 1;

  private final F function;
  private final LiveContent content;

  public KeyedByUpdates(F function, DetectionContent submitted) {
    super(function);
    this.function = function;
    this.content = new LiveContent(submitted);
  }

  @Override
  public void initializeState(StateInitializationContext context) throws Exception {
    super.initializeState(context);
    content.restore(context.getOperatorStateStore(), getMetricGroup());
  }

  @Override
  public void open() throws Exception {
    super.open();
    function.use(content.detections());
  }

  @Override
  public void processElement1(StreamRecord<IN> element) throws Exception {
    processElement(element);
  }

  @Override
  public void processElement2(StreamRecord<ContentUpdate> update) throws Exception {
    function.use(content.take(update.getValue()));
  }
}
