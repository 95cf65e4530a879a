package exfilwatch.bench;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Main class of a broker's process: runs Kafka's own main classes, and ends when the process that
 * started it does, even by {@code kill -9}.
 *
 * <p>Kafka's classes are on that process' class path only, hence the reflection.
 */
public final class BrokerProcess {

  private BrokerProcess() {}

  /** Takes the broker's properties file and the cluster's id. */
  public static void main(String[] args) throws ReflectiveOperationException {
    Thread watch = new Thread(BrokerProcess::endWithParent, "parent-watch");
    watch.setDaemon(true);
    watch.start();
    List<String> format = new ArrayList<>(List.of("format", "-c", args[0], "-t", args[1]));
    Object failed =
        Class.forName("kafka.tools.StorageTool")
            .getMethod("execute", String[].class, java.io.PrintStream.class)
            .invoke(null, format.toArray(String[]::new), System.out);
    if (!failed.equals(0)) {
      System.exit(1);
    }
    Class.forName("kafka.Kafka")
        .getMethod("main", String[].class)
        .invoke(null, (Object) new String[] {args[0]});
  }

  private static void endWithParent() {
    try {
      while (System.in.read() >= 0) {
        // nobody writes; the pipe breaks with the parent
      }
    } catch (IOException e) {
      // the same as the end
    }
    Runtime.getRuntime().halt(1);
  }
}
