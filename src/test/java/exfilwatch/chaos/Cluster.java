package exfilwatch.chaos;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The processes of {@code jobs/dev-cluster}, by that script and by Flink's REST interface. */
final class Cluster implements AutoCloseable {

  private static final Duration PATIENCE = Duration.ofMinutes(3);
  private static final Pattern SAVEPOINT = Pattern.compile("Savepoint completed. Path: (\\S+)");
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Path project;
  private final Path home;
  private final boolean keep;
  private final HttpClient http = HttpClient.newHttpClient();
  private final Thread end = new Thread(this::down);

  private Cluster(Path project, Path home, boolean keep) {
    this.project = project;
    this.home = home;
    this.keep = keep;
  }

  /**
   * A cluster without data, nothing of which outlives this JVM.
   *
   * @param home where {@code jobs/dev-cluster} keeps data and logs
   * @param keep whether they stay
   */
  static Cluster empty(Path project, Path home, boolean keep) throws Exception {
    Cluster cluster = new Cluster(project, home, keep);
    Disk.release(cluster.checkpoints()); // a run that was killed may have left it
    cluster.script("purge");
    Runtime.getRuntime().addShutdownHook(cluster.end);
    return cluster;
  }

  @Override
  public void close() throws Exception {
    Runtime.getRuntime().removeShutdownHook(end);
    script(keep ? "down" : "purge");
  }

  private void down() {
    try {
      script("down");
      Disk.release(checkpoints());
    } catch (Exception e) {
      System.err.println("chaos: " + e.getMessage());
    }
  }

  Path project() {
    return project;
  }

  Path home() {
    return home;
  }

  /** Where the cluster is configured to write checkpoints. */
  Path checkpoints() {
    return home.resolve("checkpoints");
  }

  /** Starts what does not run. */
  void up() throws Exception {
    script("up");
  }

  void signal(String signal, String name) throws Exception {
    script("kill", "-" + signal, name);
  }

  String broker() throws IOException {
    return "127.0.0.1:" + port("kafka_port");
  }

  /** Ends a process in order, and waits for that. */
  void end(String name) throws Exception {
    script("stop", name);
  }

  /** Submits the job. */
  void submit(int parallelism, List<String> options, Path conf) throws Exception {
    List<String> command = new ArrayList<>(List.of("flink", "run", "-d", "-p", "" + parallelism));
    command.addAll(options);
    command.add(project.resolve("target/exfilwatch.jar").toString());
    command.addAll(List.of("detect", "--conf", conf.toString()));
    script(command.toArray(String[]::new));
  }

  /** Stops the job with a savepoint and returns where that is. */
  String stop() throws Exception {
    String said = script("flink", "stop", job());
    Matcher savepoint = SAVEPOINT.matcher(said);
    if (!savepoint.find()) {
      throw new ChaosException("flink stop told of no savepoint: " + said);
    }
    return savepoint.group(1);
  }

  /** Id of the job that has not ended; empty when there is none. */
  String job() throws Exception {
    for (JsonNode job : rest("/jobs/overview").at("/jobs")) {
      if (!List.of("FINISHED", "CANCELED", "FAILED").contains(job.at("/state").asText())) {
        return job.at("/jid").asText();
      }
    }
    return "";
  }

  boolean runs() throws Exception {
    JsonNode job = rest("/jobs/" + job());
    return job.at("/state").asText().equals("RUNNING")
        && job.at("/vertices").findValuesAsText("status").stream().allMatch("RUNNING"::equals);
  }

  /** A count of the job's checkpoints: in_progress, completed, failed. */
  int checkpoints(String count) throws Exception {
    return rest("/jobs/" + job() + "/checkpoints").at("/counts/" + count).asInt();
  }

  /** Returns when a checkpoint is under way, so that what comes next hits it. */
  void awaitCheckpoint() throws InterruptedException {
    Wait.until(() -> checkpoints("in_progress") > 0, Duration.ofSeconds(10));
  }

  private JsonNode rest(String path) throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port("web_port") + path))
            .timeout(Duration.ofSeconds(5))
            .build();
    return JSON.readTree(http.send(request, HttpResponse.BodyHandlers.ofByteArray()).body());
  }

  private String port(String name) throws IOException {
    Properties ports = new Properties();
    try (var in = Files.newInputStream(home.resolve("ports"))) {
      ports.load(in);
    }
    return ports.getProperty(name);
  }

  private String script(String... arguments) throws Exception {
    List<String> command = new ArrayList<>();
    command.add(project.resolve("jobs/dev-cluster").toString());
    command.addAll(List.of(arguments));
    // A file, because what the script starts would keep a pipe open
    Path output = Files.createTempFile("chaos", ".out");
    try {
      ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
      builder.environment().put("DEV_CLUSTER_DIR", home.toString());
      Process process = builder.redirectOutput(output.toFile()).start();
      boolean ended = process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS);
      String said = Files.readString(output, UTF_8);
      if (!ended || process.exitValue() != 0) {
        process.destroyForcibly();
        throw new ChaosException(
            "jobs/dev-cluster %s %s: %s"
                .formatted(
                    String.join(" ", arguments), ended ? "failed" : "did not end", said.strip()));
      }
      return said;
    } finally {
      Files.delete(output);
    }
  }
}
