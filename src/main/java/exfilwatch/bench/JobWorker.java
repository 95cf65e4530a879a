package exfilwatch.bench;

import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.PrintStream;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.apache.flink.util.InstantiationUtil;

/**
 * Main class of a job's process, the other end of {@link JobProcess}: standard input brings the
 * {@link Job}, then a byte for each round; standard output takes for each a {@link Timing}, or the
 * exception that there was instead. Ends with its input, so also when the process that started it
 * does, even by {@code kill -9} and in the middle of a round.
 */
public final class JobWorker {

  static final int ROUND = 1;

  private JobWorker() {}

  /** Takes no arguments. */
  public static void main(String[] args) throws IOException, ClassNotFoundException {
    PrintStream out = System.out;
    System.setOut(System.err); // whoever prints must not get between the answers
    ObjectOutputStream answers = new ObjectOutputStream(out);
    answers.flush();
    ExecutorService worker = Executors.newSingleThreadExecutor();
    try (ObjectInputStream in = new ObjectInputStream(System.in)) {
      Job job = (Job) in.readObject();
      while (in.read() == ROUND) {
        worker.execute(() -> answer(job, answers));
      }
    }
    System.exit(0);
  }

  private static void answer(Job job, ObjectOutputStream answers) {
    try {
      answers.writeObject(result(job));
      answers.flush();
    } catch (IOException e) {
      System.exit(1); // nobody listens
    }
  }

  private static Object result(Job job) {
    try {
      return job.run();
    } catch (Exception e) {
      return InstantiationUtil.isSerializable(e) ? e : new IOException(e.toString());
    }
  }
}
