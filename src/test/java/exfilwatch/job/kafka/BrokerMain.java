package exfilwatch.job.kafka;

import java.io.IOException;
import kafka.Kafka;
import kafka.tools.StorageTool;

/** The broker's process: formats its folder at the first start, and ends with its parent. */
final class BrokerMain {

  private BrokerMain() {}

  /** Takes the properties file and the cluster's id. */
  public static void main(String[] args) {
    Thread watch = new Thread(BrokerMain::endWithParent, "parent-watch");
    watch.setDaemon(true);
    watch.start();
    String[] format = {"format", "--ignore-formatted", "-c", args[0], "-t", args[1]};
    if (StorageTool.execute(format, System.out) != 0) {
      System.exit(1);
    }
    Kafka.main(new String[] {args[0]});
  }

  /** The pipe from the parent breaks when it is gone, even when it was killed. */
  private static void endWithParent() {
    try {
      while (System.in.read() >= 0) {}
    } catch (IOException e) {
      // the same as the end
    }
    Runtime.getRuntime().halt(1);
  }
}
