package exfilwatch.job.kafka;

/** Tells the thread that handed out a value that another one has taken it. */
final class Receipt {

  private volatile boolean taken;

  Receipt(boolean taken) {
    this.taken = taken;
  }

  void take() {
    taken = true;
  }

  boolean isTaken() {
    return taken;
  }
}
