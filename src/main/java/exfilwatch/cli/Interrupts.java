package exfilwatch.cli;

import java.io.Closeable;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Ctrl-C and {@code kill}, while a command runs: the first is passed on, so that the command can
 * end by itself; the second ends the process. Where the JVM has no signals to give, they do what
 * they always do.
 */
final class Interrupts implements Closeable {

  /** Signals by name, and their numbers, which POSIX fixes. */
  private static final Map<String, Integer> SIGNALS = Map.of("INT", 2, "TERM", 15);

  /** How long the second may take to end the process in good order. */
  private static final long PATIENCE_MILLIS = 3_000;

  private final Map<String, Object> before = new LinkedHashMap<>();
  private final Consumer<String> first;
  private volatile int exitCode;

  private Interrupts(Consumer<String> first) {
    this.first = first;
  }

  /**
   * Takes the signals until it is closed.
   *
   * @param first gets the name of the first, {@code INT} or {@code TERM}
   */
  static Interrupts take(Consumer<String> first) {
    Interrupts interrupts = new Interrupts(first);
    SIGNALS.keySet().forEach(interrupts::take);
    return interrupts;
  }

  /** 128 and the number of the signal that came, as shells have it; 0 when none came. */
  int exitCode() {
    return exitCode;
  }

  private void take(String signal) {
    InvocationHandler handler =
        (proxy, method, arguments) ->
            switch (method.getName()) {
              case "handle" -> {
                handle(signal);
                yield null;
              }
              case "equals" -> arguments != null && proxy == arguments[0];
              case "hashCode" -> System.identityHashCode(proxy);
              default -> "exfilwatch";
            };
    try {
      Class<?> type = Class.forName("sun.misc.SignalHandler");
      Object replaced =
          set(
              signal,
              Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, handler));
      if (replaced != null) {
        before.put(signal, replaced);
      }
    } catch (ReflectiveOperationException e) {
      return; // another JVM, or -Xrs
    }
  }

  /** By reflection, because javac warns of this class and lets nobody silence it. */
  private static @Nullable Object set(String name, Object handler)
      throws ReflectiveOperationException {
    Class<?> signal = Class.forName("sun.misc.Signal");
    return signal
        .getMethod("handle", signal, Class.forName("sun.misc.SignalHandler"))
        .invoke(null, signal.getConstructor(String.class).newInstance(name), handler);
  }

  private synchronized void handle(String signal) {
    if (exitCode != 0) {
      end();
      return;
    }
    exitCode = 128 + SIGNALS.getOrDefault(signal, 0);
    first.accept(signal);
  }

  private void end() {
    int code = exitCode;
    Thread thread =
        new Thread(
            () -> {
              try {
                Thread.sleep(PATIENCE_MILLIS);
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
              Runtime.getRuntime().halt(code);
            },
            "exfilwatch-end");
    thread.setDaemon(true);
    thread.start();
    System.exit(code);
  }

  @Override
  public void close() {
    before.forEach(
        (signal, handler) -> {
          try {
            set(signal, handler);
          } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e); // it was possible a moment ago
          }
        });
  }
}
