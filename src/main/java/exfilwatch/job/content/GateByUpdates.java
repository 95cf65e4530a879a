package exfilwatch.job.content;

import exfilwatch.correlation.Bundle;
import exfilwatch.correlation.CaseEvent;
import exfilwatch.correlation.Gate;
import exfilwatch.correlation.GateSettings;
import exfilwatch.detection.DetectionContent;
import org.apache.flink.runtime.state.StateInitializationContext;
import org.apache.flink.streaming.api.operators.TwoInputStreamOperator;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;

/** The gate going by the content in force; the second input are updates, to every subtask. */
public final class GateByUpdates extends Gate
    implements TwoInputStreamOperator<Bundle, ContentUpdate, CaseEvent> {

  private static final long serialVersionUID = 1;

  private final LiveContent content;

  public GateByUpdates(DetectionContent submitted, GateSettings settings) {
    super(submitted, settings);
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
    use(content.detections());
  }

  @Override
  public void processElement1(StreamRecord<Bundle> element) throws Exception {
    processElement(element);
  }

  @Override
  public void processElement2(StreamRecord<ContentUpdate> update) throws Exception {
    use(content.take(update.getValue()));
  }
}
