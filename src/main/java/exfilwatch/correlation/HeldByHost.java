package exfilwatch.correlation;

import java.util.ArrayList;
import java.util.List;
import org.apache.flink.api.common.functions.RuntimeContext;
import org.apache.flink.api.common.state.MapState;
import org.apache.flink.api.common.state.MapStateDescriptor;
import org.apache.flink.api.common.typeinfo.PrimitiveArrayTypeInfo;
import org.apache.flink.api.common.typeinfo.Types;

/** Takes ordinary events out of state of a version that held them back host by host. */
final class HeldByHost {

  private final MapState<Long, byte[]> pages;
  private final Retention retention;

  HeldByHost(RuntimeContext context, GateSettings settings) {
    retention = new Retention(settings.lookBackMs());
    pages =
        context.getMapState(
            new MapStateDescriptor<>(
                "recent-pages", Types.LONG, PrimitiveArrayTypeInfo.BYTE_PRIMITIVE_ARRAY_TYPE_INFO));
  }

  /** Moves what the host of the current key has to what is held for its key group. */
  void move(long hostKey, HostState host, HeldPages held, long place) throws Exception {
    List<byte[]> events = new ArrayList<>();
    List<Long> times = new ArrayList<>();
    Page.Filter take =
        (until, page, at) -> {
          events.add(Page.eventAt(page, at));
          times.add(retention.timeOf(until));
          return true;
        };
    for (long number = host.recent.first; number < host.recent.next; number++) {
      byte[] page = pages.get(number);
      if (page != null) {
        Page.filter(page, page.length, take);
      }
    }
    Page.filter(host.recent.open, host.recent.length, take);
    pages.clear();
    host.recent.clear();
    held.at(place);
    for (int i = 0; i < events.size(); i++) {
      byte[] bundle = BundlePage.of(hostKey, events.get(i));
      BundlePage.arrive(bundle, times.get(i));
      held.add(bundle, Long.MIN_VALUE); // what is over, the first watermark tells
    }
    held.keep();
  }
}
