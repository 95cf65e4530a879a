package exfilwatch.simulate;

import java.util.List;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/** The machines of a run. They are made when asked for: a hundred thousand take no memory. */
final class Fleet {
  private static final int CACHE = 4096;

  private final int size;
  private final IntFunction<Endpoint> maker;
  private final @Nullable Endpoint[] cache;

  Fleet(int size, IntFunction<Endpoint> maker) {
    this.size = size;
    this.maker = maker;
    this.cache = new Endpoint[Math.min(size, CACHE)];
  }

  static Fleet of(List<Endpoint> hosts) {
    return new Fleet(hosts.size(), hosts::get);
  }

  int size() {
    return size;
  }

  Endpoint host(int index) {
    if (index >= cache.length) {
      return maker.apply(index);
    }
    Endpoint host = cache[index];
    if (host == null) {
      host = maker.apply(index);
      cache[index] = host;
    }
    return host;
  }

  /** Whether any sensor of a machine records such a thing. */
  static boolean records(Endpoint host, Activity.Kind kind) {
    if (kind.network() && !host.network()) {
      return false;
    }
    return host.shapes().stream().anyMatch(shape -> shape.records(kind));
  }
}
