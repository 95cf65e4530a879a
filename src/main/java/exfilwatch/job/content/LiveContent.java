package exfilwatch.job.content;

import exfilwatch.detection.DetectionContent;
import exfilwatch.detection.Detections;
import java.io.Serializable;
import org.apache.flink.api.common.state.BroadcastState;
import org.apache.flink.api.common.state.MapStateDescriptor;
import org.apache.flink.api.common.state.OperatorStateStore;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.metrics.MetricGroup;

/** The content in force in one subtask, which survives a restart. */
@SuppressWarnings("NullAway.Init") // restore() initialises
public final class LiveContent implements Serializable {

  private static final long serialVersionUID = 1;

  private static final MapStateDescriptor<String, ContentUpdate> STATE =
      new MapStateDescriptor<>("content", Types.STRING, TypeInformation.of(ContentUpdate.class));
  private static final String NEWEST = "newest";

  private final DetectionContent submitted;

  private transient BroadcastState<String, ContentUpdate> state;
  private transient volatile DetectionContent current;

  public LiveContent(DetectionContent submitted) {
    this.submitted = submitted;
  }

  /** Goes on with what a checkpoint knows; to be called before all else. */
  public void restore(OperatorStateStore store, MetricGroup metrics) throws Exception {
    state = store.getBroadcastState(STATE);
    ContentUpdate known = state.get(NEWEST);
    current = known == null ? submitted : content(known);
    metrics.gauge("contentNumber", () -> current.version().number());
  }

  /** Of the version in force. */
  long number() {
    return current.version().number();
  }

  public Detections detections() {
    return current.compile();
  }

  /** Takes an update, and gives what to go by from now on. */
  public Detections take(ContentUpdate update) throws Exception {
    state.put(NEWEST, update);
    current = content(update);
    return current.compile();
  }

  private DetectionContent content(ContentUpdate update) {
    return new ContentJudge(submitted).again(update).content();
  }
}
