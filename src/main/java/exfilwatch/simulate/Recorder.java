package exfilwatch.simulate;

import java.util.ArrayDeque;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/** Merges ordinary and planned activities by time and has each machine's sensors record them. */
final class Recorder implements Iterator<Disorder.Arrival> {
  private static final long A_DAY_AHEAD = 26 * 3_600_000L;

  private final Iterator<Activity> ordinary;
  private final Iterator<Planned> plan;
  private final SplittableRandom random;
  private final double futurePercent;
  private final ArrayDeque<Disorder.Arrival> ready = new ArrayDeque<>();
  private @Nullable Activity nextOrdinary;
  private @Nullable Planned nextPlanned;
  private long number = 40_000;

  Recorder(
      Iterator<Activity> ordinary,
      List<Planned> plan,
      SplittableRandom random,
      double futurePercent) {
    this.ordinary = ordinary;
    this.plan = plan.iterator();
    this.random = random;
    this.futurePercent = futurePercent;
    advanceOrdinary();
    advancePlanned();
  }

  @Override
  public boolean hasNext() {
    while (ready.isEmpty() && (nextOrdinary != null || nextPlanned != null)) {
      step();
    }
    return !ready.isEmpty();
  }

  @Override
  public Disorder.Arrival next() {
    if (!hasNext()) {
      throw new NoSuchElementException();
    }
    return ready.remove();
  }

  private void step() {
    Activity usual = nextOrdinary;
    Planned planned = nextPlanned;
    if (planned != null && (usual == null || planned.activity().time() <= usual.time())) {
      advancePlanned();
      record(planned.activity(), planned.activity().time(), planned.incident());
    } else if (usual != null) {
      advanceOrdinary();
      long now = usual.time();
      record(astray(usual), now, null);
    }
  }

  private void record(Activity activity, long now, @Nullable String incident) {
    Endpoint host = activity.host();
    if (activity.kind().network() && !host.network()) {
      return;
    }
    for (Shape shape : host.shapes()) {
      if (shape.records(activity.kind())) {
        byte[] json = shape.record(activity, ++number);
        SimulatedRecord made = new SimulatedRecord(activity.time(), shape.name(), json, incident);
        ready.add(new Disorder.Arrival(now, number, made));
      }
    }
  }

  private Activity astray(Activity activity) {
    boolean future =
        futurePercent > 0
            && activity.kind() == Activity.Kind.CONNECT
            && random.nextDouble() * 100 < futurePercent;
    return future ? activity.at(activity.time() + A_DAY_AHEAD) : activity;
  }

  private void advanceOrdinary() {
    nextOrdinary = ordinary.hasNext() ? ordinary.next() : null;
  }

  private void advancePlanned() {
    nextPlanned = plan.hasNext() ? plan.next() : null;
  }
}
