package exfilwatch.correlation;

import java.util.BitSet;
import java.util.concurrent.ScheduledFuture;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.api.operators.OneInputStreamOperator;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.runtime.watermarkstatus.WatermarkStatus;
import org.jspecify.annotations.Nullable;

/**
 * Sends ordinary signals over the shuffle together, as many as belong to one key group of the gate,
 * because an element costs Flink ten times what is done with an ordinary signal. All others go by
 * themselves, behind those that came before them. Nothing is kept beyond a watermark or a
 * checkpoint, so that there is no state, and nothing comes late that wasn't.
 */
@SuppressWarnings("NullAway.Init") // Flink's open() initialises
public final class Bundler extends AbstractStreamOperator<Bundle>
    implements OneInputStreamOperator<Signal, Bundle> {

  private static final long serialVersionUID = 1;

  /** A signal waits twice as long at most, when no watermark comes. */
  static final long TICK_MS = 200;

  private final boolean sorted;

  private transient KeyGroups groups;
  private transient BundleBuffer[] buffers;

  /** The groups of which the buffer isn't empty. */
  private transient BitSet filled;

  /** Whether everything went out since the last tick. */
  private transient boolean flushed;

  private transient @Nullable ScheduledFuture<?> tick;

  /**
   * @param sorted whether the gate's input is sorted by key and time (batch execution): then each
   *     signal goes by itself, keyed by its host
   */
  public Bundler(boolean sorted) {
    this.sorted = sorted;
  }

  @Override
  public void open() throws Exception {
    super.open();
    // The gate refuses bundles that were made for another number
    groups = new KeyGroups(getRuntimeContext().getTaskInfo().getMaxNumberOfParallelSubtasks());
    buffers = new BundleBuffer[groups.count()];
    filled = new BitSet(groups.count());
    for (int group = 0; group < buffers.length; group++) {
      buffers[group] = new BundleBuffer();
    }
    if (!sorted) {
      tick = getProcessingTimeService().scheduleWithFixedDelay(now -> tick(), TICK_MS, TICK_MS);
    }
  }

  @Override
  public void processElement(StreamRecord<Signal> element) {
    Signal signal = element.getValue();
    if (sorted) {
      send(Bundle.of(signal.hostKey(), groups.count(), signal), element.getTimestamp());
      return;
    }
    int group = groups.of(signal.hostKey());
    BundleBuffer buffer = buffers[group];
    if (!signal.isOrdinary() || BundleBuffer.isTooLarge(signal)) {
      flush(group);
      send(Bundle.of(groups.keyOf(group), groups.count(), signal), element.getTimestamp());
      return;
    }
    if (!buffer.hasRoomFor(signal)) {
      flush(group);
    }
    buffer.add(signal);
    filled.set(group);
  }

  private void tick() {
    if (!flushed) {
      flush();
    }
    flushed = false;
  }

  @Override
  public void processWatermark(Watermark watermark) throws Exception {
    flush();
    super.processWatermark(watermark);
  }

  @Override
  public void processWatermarkStatus(WatermarkStatus status) throws Exception {
    flush();
    super.processWatermarkStatus(status);
  }

  @Override
  public void prepareSnapshotPreBarrier(long checkpointId) throws Exception {
    flush();
    super.prepareSnapshotPreBarrier(checkpointId);
  }

  @Override
  public void finish() throws Exception {
    flush();
    super.finish();
  }

  @Override
  public void close() throws Exception {
    if (tick != null) {
      tick.cancel(false);
    }
    super.close();
  }

  private void flush() {
    for (int group = filled.nextSetBit(0); group >= 0; group = filled.nextSetBit(group + 1)) {
      flush(group);
    }
    flushed = true;
  }

  private void flush(int group) {
    BundleBuffer buffer = buffers[group];
    if (!buffer.isEmpty()) {
      long latest = buffer.latest();
      send(buffer.take(groups.keyOf(group), groups.count()), latest);
      filled.clear(group);
    }
  }

  /** It is written to the network at once, so its bytes can be used again. */
  private void send(Bundle bundle, long time) {
    output.collect(new StreamRecord<>(bundle, time));
  }
}
