package exfilwatch.bench;

import exfilwatch.job.SetupException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Where the jobs of a benchmark read from: a broker of its own, one that runs, or files. */
public final class Inputs implements AutoCloseable {

  private final @Nullable LocalBroker own;
  private final @Nullable String bootstrap;

  private Inputs(@Nullable LocalBroker own, @Nullable String bootstrap) {
    this.own = own;
    this.bootstrap = bootstrap;
  }

  /** Temporary files. */
  public static Inputs files() {
    return new Inputs(null, null);
  }

  /** Topics on a running broker, {@code host:port}. */
  public static Inputs broker(String bootstrap) {
    return new Inputs(null, bootstrap);
  }

  /**
   * Topics on a broker that is started for it and ends with it.
   *
   * @param home the installation, where {@code jobs/cluster/fetch} has put Kafka's jars
   * @throws SetupException when they are not there, or the broker does not come up
   */
  public static Inputs ownBroker(Path home) throws IOException {
    Path jars = home.resolve(Path.of("target", "cluster", "kafka"));
    if (!Files.isDirectory(jars)) {
      throw new SetupException(
          jars + ": no Kafka broker there; run jobs/cluster/fetch, or give --input files");
    }
    return ownBroker(
        jars + "/*" + System.getProperty("path.separator") + System.getProperty("java.class.path"));
  }

  /** As {@link #ownBroker(Path)}, with Kafka's broker and this project on {@code classPath}. */
  static Inputs ownBroker(String classPath) throws IOException {
    LocalBroker broker = LocalBroker.start(classPath);
    return new Inputs(broker, broker.address());
  }

  /** Null when there is no broker. */
  @Nullable String bootstrap() {
    return bootstrap;
  }

  Input write(Workload workload, int parallelism) throws IOException {
    return bootstrap == null
        ? FileInput.write(workload, parallelism)
        : TopicInput.write(workload, parallelism, bootstrap);
  }

  @Override
  public void close() {
    if (own != null) {
      own.close();
    }
  }
}
