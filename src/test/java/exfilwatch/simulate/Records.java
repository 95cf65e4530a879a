package exfilwatch.simulate;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;

/** Reads records back, for tests. */
final class Records {
  private static final ObjectMapper MAPPER = new ObjectMapper();

  static final Endpoint WINDOWS =
      Endpoint.of("WS-FIN-07", Os.WINDOWS, "10.20.1.7", "m.keller", new DefendShape());
  static final Endpoint LINUX =
      Endpoint.of("web-02", Os.LINUX, "10.20.1.8", "deploy", new DefendShape());
  static final Flow UPLOAD =
      new Flow(
          true,
          "tcp",
          "10.20.1.7",
          50_123,
          "203.0.113.9",
          443,
          5_000_000_000L,
          7_000,
          "g.api.mega.co.nz");

  private Records() {}

  static JsonNode json(byte[] record) {
    try {
      return MAPPER.readTree(record);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static JsonNode json(String record) {
    return json(record.getBytes(StandardCharsets.UTF_8));
  }

  static Stream<JsonNode> lines(byte[] file) {
    return new String(file, StandardCharsets.UTF_8).lines().map(Records::json);
  }

  /** A renamed rclone under a shell, on a machine of any system. */
  static RunningProcess rclone(Endpoint host) {
    boolean windows = host.os() == Os.WINDOWS;
    Program program =
        windows
            ? RcloneCommand.windowsProgram("C:\\ProgramData\\TrendFileSecurityCheck.exe", true)
            : Program.of("/var/tmp/rclone");
    List<String> argv = List.of(program.path(), "copy", "a b", "mega:x");
    long start = 1_772_618_400_123L;
    RunningProcess shell = Residents.shell(host, start - 1000);
    return new RunningProcess(host, 34_000, start, program, argv, host.user(), shell);
  }

  static JsonNode start(Shape shape, Endpoint host) {
    return json(shape.record(Activity.start(rclone(host)), 41));
  }

  static JsonNode end(Shape shape, Endpoint host) {
    RunningProcess process = rclone(host);
    return json(shape.record(Activity.end(process, process.start() + 60_000), 42));
  }

  static JsonNode connect(Shape shape, Endpoint host) {
    RunningProcess process = rclone(host);
    return json(shape.record(Activity.connect(process, process.start() + 900, UPLOAD), 43));
  }

  static JsonNode lookup(Shape shape, Endpoint host) {
    RunningProcess process = rclone(host);
    Activity.Lookup lookup =
        new Activity.Lookup("g.api.mega.co.nz", "lb.example.net", "203.0.113.9");
    return json(shape.record(Activity.lookup(process, process.start() + 800, lookup), 44));
  }
}
