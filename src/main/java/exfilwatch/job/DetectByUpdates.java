package exfilwatch.job;

import exfilwatch.correlation.Signal;
import exfilwatch.detection.DetectionContent;
import exfilwatch.job.content.ContentUpdate;
import exfilwatch.job.content.LiveContent;
import java.util.List;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.runtime.state.StateInitializationContext;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.MultipleConnectedStreams;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.operators.AbstractInput;
import org.apache.flink.streaming.api.operators.AbstractStreamOperatorFactory;
import org.apache.flink.streaming.api.operators.AbstractStreamOperatorV2;
import org.apache.flink.streaming.api.operators.ChainingStrategy;
import org.apache.flink.streaming.api.operators.Input;
import org.apache.flink.streaming.api.operators.MultipleInputStreamOperator;
import org.apache.flink.streaming.api.operators.StreamOperator;
import org.apache.flink.streaming.api.operators.StreamOperatorParameters;
import org.apache.flink.streaming.api.transformations.MultipleInputTransformation;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;

/**
 * Judges every event by content that may change. It has two inputs, and yet the source of telemetry
 * is chained to it, which Flink does for multiple-input operators only: whole events between two
 * tasks would cost most of the throughput.
 */
@SuppressWarnings("NullAway.Init") // Flink's open() initialises
final class DetectByUpdates extends AbstractStreamOperatorV2<Signal>
    implements MultipleInputStreamOperator<Signal> {

  private final LiveContent content;

  private Examiner examiner;
  private long watermark = Long.MIN_VALUE;

  private DetectByUpdates(StreamOperatorParameters<Signal> parameters, DetectionContent submitted) {
    super(parameters, 2);
    this.content = new LiveContent(submitted);
  }

  /** Connects telemetry, and the updates of the content to every subtask. */
  static SingleOutputStreamOperator<Signal> connect(
      DataStream<Decoded> telemetry, DataStream<ContentUpdate> updates, DetectionContent content) {
    StreamExecutionEnvironment env = telemetry.getExecutionEnvironment();
    MultipleInputTransformation<Signal> detect =
        new MultipleInputTransformation<>(
            "detect",
            new Factory(content),
            TypeInformation.of(Signal.class),
            telemetry.getParallelism(),
            false);
    detect.addInput(telemetry.getTransformation());
    detect.addInput(updates.broadcast().getTransformation());
    env.addOperator(detect);
    return new MultipleConnectedStreams(env).transform(detect);
  }

  @Override
  public void initializeState(StateInitializationContext context) throws Exception {
    super.initializeState(context);
    content.restore(context.getOperatorStateStore(), getMetricGroup());
  }

  @Override
  public void open() throws Exception {
    super.open();
    examiner = new Examiner(content.detections(), getRuntimeContext());
  }

  @Override
  @SuppressWarnings("rawtypes") // so Flink has it
  public List<Input> getInputs() {
    return List.of(new Telemetry(), new Updates());
  }

  @Override
  public void processWatermark(Watermark mark) throws Exception {
    watermark = mark.getTimestamp();
    super.processWatermark(mark);
  }

  private final class Telemetry extends AbstractInput<Decoded, Signal> {

    Telemetry() {
      super(DetectByUpdates.this, 1);
    }

    @Override
    public void processElement(StreamRecord<Decoded> element) {
      Decoded decoded = element.getValue();
      DeadLetter letter = decoded.deadLetter();
      if (letter != null) {
        output.collect(Count.DEAD_LETTERS, new StreamRecord<>(letter));
      }
      Signal signal = examiner.examine(decoded, watermark);
      if (signal != null) {
        output.collect(element.replace(signal));
      }
    }
  }

  private final class Updates extends AbstractInput<ContentUpdate, Signal> {

    Updates() {
      super(DetectByUpdates.this, 2);
    }

    @Override
    public void processElement(StreamRecord<ContentUpdate> update) throws Exception {
      examiner.use(content.take(update.getValue()));
    }
  }

  private static final class Factory extends AbstractStreamOperatorFactory<Signal> {

    private static final long serialVersionUID = 1;

    private final DetectionContent content;

    Factory(DetectionContent content) {
      this.content = content;
      setChainingStrategy(ChainingStrategy.HEAD_WITH_SOURCES);
    }

    @Override
    @SuppressWarnings("unchecked")
    public <T extends StreamOperator<Signal>> T createStreamOperator(
        StreamOperatorParameters<Signal> parameters) {
      return (T) new DetectByUpdates(parameters, content);
    }

    @Override
    @SuppressWarnings("rawtypes")
    public Class<? extends StreamOperator> getStreamOperatorClass(ClassLoader classLoader) {
      return DetectByUpdates.class;
    }
  }
}
