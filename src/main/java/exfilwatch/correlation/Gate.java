package exfilwatch.correlation;

import exfilwatch.detection.Detections;
import exfilwatch.detection.UsesDetections;
import exfilwatch.telemetry.Event;
import java.util.List;
import java.util.stream.Stream;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.runtime.state.KeyedStateBackend;
import org.apache.flink.runtime.state.StateInitializationContext;
import org.apache.flink.runtime.state.StateSnapshotContext;
import org.apache.flink.runtime.state.VoidNamespace;
import org.apache.flink.runtime.state.VoidNamespaceSerializer;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.api.operators.InternalTimer;
import org.apache.flink.streaming.api.operators.InternalTimerService;
import org.apache.flink.streaming.api.operators.OneInputStreamOperator;
import org.apache.flink.streaming.api.operators.Triggerable;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.util.OutputTag;

/**
 * Lets only the events of suspected processes through. Telemetry arrives out of order, so it holds
 * back the last seconds of everybody else's and releases what belongs to a process when that one
 * becomes a suspect.
 *
 * <p>Keyed by key group: ordinary events arrive bundled, and a bundle of hosts that are not watched
 * is held back as it is, with one write of state and without a look at what is in it ({@link
 * HeldEvents}). A host is watched while anything is known of it besides; then {@link HostWatch}
 * judges each of its events, and its state and timer lie under its own key, which is in the same
 * key group. So state is proportional to the suspects, plus a bounded buffer for each key group.
 *
 * <p>In batch execution each signal comes by itself, keyed by its host and sorted; then what is
 * held back lies under the host's key too.
 */
@SuppressWarnings("NullAway.Init") // Flink's open() initialises
public class Gate extends AbstractStreamOperator<CaseEvent>
    implements OneInputStreamOperator<Bundle, CaseEvent>,
        Triggerable<Long, VoidNamespace>,
        UsesDetections {

  private static final long serialVersionUID = 1;

  /** Activity behind the watermark of processes that nobody suspects. */
  public static final OutputTag<Event> LATE =
      new OutputTag<>("late", TypeInformation.of(Event.class));

  private static final String HOST = "host";

  private final Detections.Source content;
  private final GateSettings settings;

  private transient KeyGroups groups;
  private transient InternalTimerService<VoidNamespace> timers;
  private transient GateOutput out;
  private transient HeldPages pages;
  private transient HeldEvents held;
  private transient HostWatch watch;
  private transient ValueState<HostState> hosts;

  /** The keys of the hosts that have state. */
  private transient LongSet watched;

  /** Event time as far as this operator knows it, set with every element. */
  private transient long clock;

  private transient Total heldEvents;
  private transient Total followed;

  public Gate(Detections.Source content, GateSettings settings) {
    this.content = content;
    this.settings = settings;
  }

  @Override
  public void use(Detections newest) {
    watch.use(newest);
  }

  @Override
  public void initializeState(StateInitializationContext context) throws Exception {
    super.initializeState(context);
    heldEvents = new Total(context.getOperatorStateStore(), "held");
    followed = new Total(context.getOperatorStateStore(), "followed");
  }

  @Override
  public void snapshotState(StateSnapshotContext context) throws Exception {
    super.snapshotState(context);
    heldEvents.snapshot();
    followed.snapshot();
  }

  @Override
  public void open() throws Exception {
    super.open();
    groups = new KeyGroups(getRuntimeContext().getTaskInfo().getMaxNumberOfParallelSubtasks());
    timers = getInternalTimerService("user-timers", VoidNamespaceSerializer.INSTANCE, this);
    out = new GateOutput(output, getMetricGroup().counter("lateEvents"));
    pages =
        new HeldPages(getRuntimeContext(), getKeyedStateBackend(), timers, settings, heldEvents);
    held = new HeldEvents(pages, settings);
    watch = new HostWatch(getRuntimeContext(), settings, held, out);
    watch.use(content.compile());
    hosts = getRuntimeContext().getState(new ValueStateDescriptor<>(HOST, HostState.TYPE));
    getMetricGroup().gauge("gateBufferSize", heldEvents::value);
    getMetricGroup().gauge("suspects", followed::value);
    restore();
  }

  /** Finds the watched hosts, and moves what an older version held back host by host. */
  private void restore() throws Exception {
    watched = new LongSet();
    HeldByHost older = new HeldByHost(getRuntimeContext(), settings);
    for (Long hostKey : hostsWithState()) {
      setCurrentKey(hostKey);
      HostState host = hosts.value();
      if (!host.recent.isEmpty()) {
        heldEvents.add(-host.recent.events);
        older.move(hostKey, host, pages, placeOf(hostKey));
        setCurrentKey(hostKey);
        setTimer(host);
      }
      store(hostKey, host);
    }
  }

  private List<Long> hostsWithState() {
    KeyedStateBackend<Long> state = getKeyedStateBackend();
    try (Stream<Long> keys = state.getKeys(HOST, VoidNamespace.INSTANCE)) {
      return keys.toList();
    }
  }

  @Override
  public void processElement(StreamRecord<Bundle> element) throws Exception {
    Bundle bundle = element.getValue();
    Signal signal = bundle.signal();
    clock = settings.sorted() ? element.getTimestamp() : timers.currentWatermark();
    requireSameGroups(bundle);
    pages.at(bundle.key());
    if (signal == null) {
      hold(bundle.page());
    } else {
      out.at(signal.time());
      boolean known = !signal.isOrdinary() || watched.contains(signal.hostKey());
      if (!known || judge(signal)) {
        held.of(signal.hostKey());
        held.add(signal.packed(), clock);
      }
    }
    pages.keep();
  }

  /** Otherwise a host's key would not lie in the key group of its bundle. */
  private void requireSameGroups(Bundle bundle) {
    if (bundle.keyGroups() != groups.count() && !settings.sorted()) {
      throw new IllegalStateException(
          "events are bundled for "
              + bundle.keyGroups()
              + " key groups, the gate has "
              + groups.count()
              + ": give all operators the same maximum parallelism");
    }
  }

  private void hold(byte[] page) throws Exception {
    BundlePage.arrive(page, clock);
    if (!watched.isEmpty()) {
      judgeWatched(page);
    }
    pages.add(page, clock);
  }

  private void judgeWatched(byte[] page) throws Exception {
    for (int at = BundlePage.HEAD; at < page.length; at = BundlePage.next(page, at)) {
      long hostKey = BundlePage.hostKey(page, at);
      if (watched.contains(hostKey)) {
        Signal signal = Signal.ordinary(hostKey, BundlePage.packed(page, at));
        held.arriving(page, at);
        out.at(signal.time());
        if (!judge(signal)) {
          BundlePage.claim(page, 0, at);
        }
      }
    }
    held.arrived();
  }

  /** Passes on what a signal means for its host, and returns whether it is to be held back. */
  private boolean judge(Signal signal) throws Exception {
    HostState host = host(signal.hostKey());
    boolean hold = watch.process(signal);
    keep(signal.hostKey(), host);
    return hold;
  }

  @Override
  public void onEventTime(InternalTimer<Long, VoidNamespace> timer) throws Exception {
    long key = timer.getKey();
    long place = placeOf(key);
    clock = timer.getTimestamp();
    out.at(clock);
    pages.at(place);
    if (watched.contains(key)) {
      HostState host = host(key);
      host.timer = HostState.NO_TIMER;
      keep(key, host);
    }
    if (key == place) {
      pages.onTimer(clock);
    }
    pages.keep();
  }

  @Override
  public void onProcessingTime(InternalTimer<Long, VoidNamespace> timer) {
    throw new IllegalStateException("there are only timers of event time");
  }

  /** How many events this subtask holds back. */
  long held() {
    return heldEvents.value();
  }

  /** The key under which lies what is held back of a host. */
  private long placeOf(long hostKey) {
    return settings.sorted() ? hostKey : groups.keyOf(groups.of(hostKey));
  }

  private HostState host(long hostKey) throws Exception {
    setCurrentKey(hostKey);
    HostState known = hosts.value();
    HostState host = known == null ? new HostState() : known;
    count(host, -1);
    watch.of(hostKey, host, clock);
    return host;
  }

  private void keep(long hostKey, HostState host) throws Exception {
    count(host, 1);
    setTimer(host);
    store(hostKey, host);
  }

  private void count(HostState host, int sign) {
    heldEvents.add((long) sign * host.held());
    followed.add((long) sign * host.suspects.count);
  }

  private void store(long hostKey, HostState host) throws Exception {
    if (host.isEmpty()) {
      hosts.clear();
      watched.remove(hostKey);
    } else {
      hosts.update(host);
      watched.add(hostKey);
    }
  }

  /**
   * Sees to it that the host is looked at again when something has to be told or forgotten. Sorted
   * events bring their own clock; at their end only what has to be told is left.
   */
  private void setTimer(HostState host) {
    long next = host.unclaimed.earliest;
    if (settings.sorted()) {
      if (next != Shelf.NEVER) {
        timers.registerEventTimeTimer(VoidNamespace.INSTANCE, Long.MAX_VALUE);
      }
      return;
    }
    next = Math.min(next, Math.min(host.suspects.nextExpiry, host.cleared.nextExpiry));
    if (host.isEmpty() ? host.timer != HostState.NO_TIMER : next < host.timer) {
      if (host.timer != HostState.NO_TIMER) {
        timers.deleteEventTimeTimer(VoidNamespace.INSTANCE, host.timer);
      }
      if (!host.isEmpty()) {
        timers.registerEventTimeTimer(VoidNamespace.INSTANCE, next);
      }
      host.timer = next;
    }
  }
}
