package exfilwatch.job;

import exfilwatch.alert.Alert;
import exfilwatch.correlation.Stage;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.util.Collector;

/**
 * The alerts of a bounded job in the order of their time, and of their ids within one time: the
 * same input gives the same output, whatever the order of its lines. Being keyed, batch execution
 * has sorted them by time already.
 */
@SuppressWarnings("NullAway.Init") // Flink's open() initialises
final class InOrder extends KeyedProcessFunction<String, Alert, byte[]> {

  private static final long serialVersionUID = 1;

  private transient List<Alert> sameTime;

  @Override
  public void open(OpenContext context) {
    sameTime = new ArrayList<>();
  }

  @Override
  public void processElement(Alert alert, Context context, Collector<byte[]> out) {
    if (sameTime.isEmpty()) {
      context.timerService().registerEventTimeTimer(Long.MAX_VALUE);
    } else if (sameTime.get(0).time() != alert.time()) {
      writeOut(out);
    }
    sameTime.add(alert);
  }

  @Override
  public void onTimer(long timestamp, OnTimerContext context, Collector<byte[]> out) {
    writeOut(out);
  }

  private void writeOut(Collector<byte[]> out) {
    sameTime.sort(
        Comparator.comparing(Alert::incidentId)
            .thenComparing(alert -> Stage.valueOf(alert.stage().toUpperCase(Locale.ROOT))));
    sameTime.forEach(alert -> out.collect(alert.json()));
    sameTime.clear();
  }
}
