package exfilwatch.correlation;

import exfilwatch.telemetry.Connection;
import exfilwatch.telemetry.Direction;
import exfilwatch.telemetry.Dns;
import exfilwatch.telemetry.Event;
import exfilwatch.telemetry.EventKind;
import exfilwatch.telemetry.Hashes;
import exfilwatch.telemetry.Host;
import exfilwatch.telemetry.PeFile;
import exfilwatch.telemetry.ProcessInfo;
import exfilwatch.telemetry.User;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Events with any of their parts there or not, and any text in them. */
final class RandomEvents {

  private static final int LONGEST = 300;

  private final Random random;

  RandomEvents(long seed) {
    random = new Random(seed);
  }

  Event next() {
    return new Event(
        pick(EventKind.values()),
        text(),
        maybe(this::text),
        number(),
        new Host(maybe(this::text), maybe(this::text), maybe(this::text)),
        process(),
        maybe(this::process),
        maybe(() -> new User(maybe(this::text), maybe(this::text), maybe(this::text))),
        maybe(this::connection),
        maybe(() -> new Dns(text(), maybe(this::text), texts(), texts())),
        random.nextBoolean());
  }

  private ProcessInfo process() {
    return new ProcessInfo(
        maybe(this::text),
        number(),
        number(),
        maybe(this::text),
        maybe(this::text),
        maybe(this::text),
        maybe(this::texts),
        maybe(this::text),
        maybe(this::text),
        maybe(() -> new PeFile(maybe(this::text), text(), maybe(this::text), null, text())),
        maybe(() -> new Hashes(text(), maybe(this::text), maybe(this::text), null)));
  }

  private Connection connection() {
    return new Connection(
        pick(Direction.values()),
        maybe(this::text),
        maybe(this::text),
        random.nextInt(),
        maybe(this::text),
        random.nextInt(65_536),
        maybe(this::text),
        random.nextInt(3) - 1,
        number(),
        random.nextBoolean());
  }

  private List<String> texts() {
    List<String> texts = new ArrayList<>();
    for (int i = random.nextInt(4); i > 0; i--) {
      texts.add(text());
    }
    return texts;
  }

  /** Of ASCII, of Latin-1, or of any UTF-16 units, also halves of surrogate pairs. */
  private String text() {
    int units = List.of(0x80, 0x100, 0x10000).get(random.nextInt(3));
    StringBuilder text = new StringBuilder();
    for (int i = random.nextInt(random.nextInt(10) == 0 ? LONGEST : 20); i > 0; i--) {
      text.append((char) random.nextInt(units));
    }
    return text.toString();
  }

  private <T> T pick(T[] from) {
    return from[random.nextInt(from.length)];
  }

  private long number() {
    return switch (random.nextInt(4)) {
      case 0 -> 0;
      case 1 -> random.nextInt(100_000);
      case 2 -> Long.MAX_VALUE - random.nextInt(3);
      default -> random.nextLong();
    };
  }

  private <T> @Nullable T maybe(Supplier<T> value) {
    return random.nextBoolean() ? value.get() : null;
  }
}
