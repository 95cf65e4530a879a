package exfilwatch.bench;

import java.io.EOFException;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.lang.management.ManagementFactory;
import java.util.concurrent.TimeUnit;

/**
 * Runs one job, as often as it is asked to, in a process of its own with the options of this one: a
 * job has a JVM to itself, as it has in a cluster, and what its compiler learned of Flink and Kafka
 * in the rounds before is not about other jobs.
 */
final class JobProcess implements AutoCloseable {

  private static final long PATIENCE_SECONDS = 10;

  private final String name;
  private final Process process;
  private final ObjectOutputStream rounds;
  private final ObjectInputStream answers;

  private JobProcess(
      String name, Process process, ObjectOutputStream rounds, ObjectInputStream answers) {
    this.name = name;
    this.process = process;
    this.rounds = rounds;
    this.answers = answers;
  }

  /** Starts the process, which then waits for its first round. */
  static JobProcess start(Job job) throws IOException {
    Process process =
        ChildJvm.of(
                ManagementFactory.getRuntimeMXBean().getInputArguments(),
                System.getProperty("java.class.path"),
                JobWorker.class)
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    try {
      ObjectOutputStream rounds = new ObjectOutputStream(process.getOutputStream());
      rounds.writeObject(job);
      rounds.flush();
      return new JobProcess(
          job.contender().name(), process, rounds, new ObjectInputStream(process.getInputStream()));
    } catch (IOException e) {
      throw ended(job.contender().name(), process);
    }
  }

  /**
   * Runs the job once over the whole input.
   *
   * @throws WrongResultException as {@link Job#run}
   * @throws IOException when the process has ended
   */
  Timing run() throws Exception {
    try {
      rounds.write(JobWorker.ROUND);
      rounds.flush();
      Object answer = answers.readObject();
      if (answer instanceof Exception failure) {
        throw failure;
      }
      return (Timing) answer;
    } catch (EOFException e) {
      throw ended(name, process);
    }
  }

  /** Why a process doesn't answer: what it printed is on standard error. */
  private static IOException ended(String name, Process process) {
    process.destroyForcibly();
    return new IOException(
        "the process of %s ended with %d; see above, and give it memory by EXFILWATCH_JAVA_OPTS"
            .formatted(name, process.onExit().join().exitValue()));
  }

  /** Ends the process, which has nothing to do then; one that doesn't end is killed. */
  @Override
  public void close() {
    try {
      rounds.close();
      if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (IOException e) {
      process.destroyForcibly();
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
