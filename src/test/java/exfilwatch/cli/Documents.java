package exfilwatch.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;

/** The commands that README and docs show, and who runs each of them. */
final class Documents {

  private static final Pattern BLOCK = Pattern.compile("(?ms)^```(sh|console)\n(.*?)^```$");
  private static final Pattern PROMPT = Pattern.compile("(?m)^\\$ (.*)$");

  /** Who runs what is not run by {@link DocumentedCommandsTest} or {@link DocumentedCommandsIT}. */
  private static final Map<Pattern, String> ELSEWHERE = new LinkedHashMap<>();

  static {
    elsewhere("mvn -B verify", "this is what runs the tests");
    elsewhere("mvn -q test-compile .*", "JMH measures for minutes; the build compiles it");
    elsewhere("(flink|evtx_dump|kafka-\\S+) .*", "a tool of others");
    elsewhere(
        "jobs/(chaos|dev-cluster|submit)\\b.*",
        "needs a cluster, which takes minutes; ChaosIT has one");
    elsewhere(
        "(jobs/)?exfilwatch bench.*", "measures for minutes; BenchIT does the same with less");
    elsewhere("(jobs/)?exfilwatch detect.*", "runs until it is stopped; StreamingJobIT has it");
    elsewhere("(jobs/)?exfilwatch publish.*", "needs a broker; ContentReloadIT has one");
    elsewhere(".*exfilwatch simulate .*--topic .*", "needs a broker; KafkaEndsIT has one");
    elsewhere(".*target/big.ndjson", "three million events; SimulatedIncidentsTest has fewer");
  }

  private Documents() {}

  /** One command, on one line, with the page that it is from. */
  record Command(Path page, String text) {

    /** Whether it is one of ours and needs no shell. */
    boolean isPlain() {
      return text.matches("(jobs/)?exfilwatch [^|<>$]*") && !printsEvents();
    }

    /** What a running job prints goes past {@link System#out}. */
    private boolean printsEvents() {
      return text.matches("\\S*exfilwatch (decode .*|hunt (?!.*--alerts ).*|simulate .* -( .*)?)");
    }

    /** Why no test of the documents runs it; empty when one does. */
    String elsewhere() {
      return ELSEWHERE.entrySet().stream()
          .filter(entry -> entry.getKey().matcher(text).matches())
          .map(Map.Entry::getValue)
          .findFirst()
          .orElse("");
    }

    /** The words behind {@code exfilwatch}, unquoted as a shell does it. */
    List<String> arguments() {
      List<String> words = new ArrayList<>();
      Matcher word = Pattern.compile("'([^']*)'|\"([^\"]*)\"|(\\S+)").matcher(text);
      while (word.find()) {
        words.add(Stream.of(1, 2, 3).map(word::group).filter(g -> g != null).findFirst().get());
      }
      return words.subList(1, words.size());
    }

    @Override
    public String toString() {
      return page.getFileName() + ": " + text;
    }
  }

  /** All commands, each once. */
  static List<Command> commands() throws IOException {
    Map<String, Command> commands = new LinkedHashMap<>();
    for (Path page : pages()) {
      Matcher block = BLOCK.matcher(Files.readString(page));
      while (block.find()) {
        lines(block.group(1), block.group(2))
            .forEach(
                text ->
                    commands.putIfAbsent(
                        text.replaceFirst("^jobs/exfilwatch", "exfilwatch"),
                        new Command(page, text)));
      }
    }
    return List.copyOf(commands.values());
  }

  private static List<Path> pages() throws IOException {
    try (Stream<Path> docs = Files.list(Path.of("docs"))) {
      return Stream.concat(Stream.of(Path.of("README.md")), docs.sorted())
          .filter(page -> page.toString().endsWith(".md"))
          .toList();
    }
  }

  private static List<String> lines(String language, String block) {
    if (language.equals("console")) {
      return PROMPT.matcher(block).results().map(prompt -> prompt.group(1)).toList();
    }
    return block
        .replaceAll("\\\\\n\\s*|(?<=&&)\n\\s*", " ")
        .lines()
        .map(line -> line.replaceFirst("(^|\\s{2,})#.*", "").strip().replaceAll("  +", " "))
        .filter(line -> !line.isEmpty())
        .toList();
  }

  private static void elsewhere(String pattern, String why) {
    ELSEWHERE.put(Pattern.compile(pattern), why);
  }

  /** Takes the links away again, for JUnit warns of them. */
  static void removeLinks(Path folder) throws IOException {
    try (Stream<Path> all = Files.walk(folder)) {
      for (Path link : all.filter(Files::isSymbolicLink).toList()) {
        Files.delete(link);
      }
    }
  }

  /** Puts the files that the commands name into a folder. */
  static void provide(Path folder) throws IOException {
    Path sample = Path.of("jobs/sample").toAbsolutePath();
    for (String name : List.of("jobs", "conf", "target")) {
      Files.createSymbolicLink(folder.resolve(name), Path.of(name).toAbsolutePath());
    }
    Path sysmon = sample.resolve("sysmon-evtx_dump.jsonl");
    for (String name : List.of("sysmon.jsonl", "sysmon.xml", "export.json")) {
      Files.copy(sysmon, folder.resolve(name));
    }
    for (String name : List.of("export", "old-telemetry")) {
      Files.copy(
          sample.resolve("sysmon-nxlog.ndjson"),
          Files.createDirectory(folder.resolve(name)).resolve("sysmon.ndjson"));
    }
    for (String name : List.of("day.gz", "more.json.gz")) {
      try (var packed = new GZIPOutputStream(Files.newOutputStream(folder.resolve(name)))) {
        Files.copy(sysmon, packed);
      }
    }
    Files.writeString(folder.resolve("command-lines.jsonl"), "\"rclone copy /a mega:b\"\n");
    Files.createSymbolicLink(folder.resolve("my-rules"), Path.of("conf/rules").toAbsolutePath());
    Files.copy(
        Path.of("conf/exceptions/approved-backup.yml.example"),
        Files.createDirectory(folder.resolve("my-exceptions")).resolve("backup.yml"));
  }
}
