package exfilwatch.report;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A headless Chromium with one page, driven over the DevTools protocol. */
final class Chromium implements AutoCloseable, WebSocket.Listener {

  static final Path BINARY = Path.of("/usr/bin/chromium");

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final long PATIENCE_S = 60;

  private final Process process;
  private final Path profile;
  private final WebSocket socket;
  private final AtomicInteger lastId = new AtomicInteger();
  private final Map<Integer, CompletableFuture<JsonNode>> answers = new ConcurrentHashMap<>();
  private final List<JsonNode> events = new CopyOnWriteArrayList<>();
  private final StringBuilder message = new StringBuilder();
  private final String session;

  Chromium() throws Exception {
    profile = Files.createTempDirectory("chromium-");
    process =
        new ProcessBuilder(
                BINARY.toString(),
                "--headless=new",
                "--no-sandbox",
                "--disable-gpu",
                "--disable-extensions",
                "--disable-background-networking",
                "--no-first-run",
                "--hide-scrollbars",
                "--remote-debugging-port=0",
                "--user-data-dir=" + profile,
                "about:blank")
            .redirectErrorStream(true)
            .start();
    socket =
        HttpClient.newHttpClient()
            .newWebSocketBuilder()
            .buildAsync(address(process.inputReader()), this)
            .get(PATIENCE_S, TimeUnit.SECONDS);
    JsonNode target = send(null, "Target.createTarget", JSON.createObjectNode().put("url", ""));
    session =
        send(
                null,
                "Target.attachToTarget",
                JSON.createObjectNode()
                    .put("targetId", target.get("targetId").asText())
                    .put("flatten", true))
            .get("sessionId")
            .asText();
    for (String domain : new String[] {"Page", "Runtime", "Network", "Log"}) {
      send(domain + ".enable", JSON.createObjectNode());
    }
  }

  private static URI address(BufferedReader output) throws IOException {
    for (String line = output.readLine(); line != null; line = output.readLine()) {
      int at = line.indexOf("ws://");
      if (at >= 0) {
        drain(output);
        return URI.create(line.substring(at).trim());
      }
    }
    throw new IOException("chromium did not start");
  }

  private static void drain(BufferedReader output) {
    Thread reader = new Thread(() -> output.lines().forEach(line -> {}));
    reader.setDaemon(true);
    reader.start();
  }

  /** Opens the file anew and waits for its end. */
  void open(Path page, String hash) throws Exception {
    send("Page.navigate", JSON.createObjectNode().put("url", "about:blank"));
    events.clear();
    send("Page.navigate", JSON.createObjectNode().put("url", page.toUri() + hash));
    await("location.protocol === 'file:' && document.readyState === 'complete'");
  }

  /** Waits until the expression is true. */
  void await(String expression) throws Exception {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_S);
    while (!run(expression).asBoolean()) {
      if (System.nanoTime() > end) {
        throw new AssertionError("never true: " + expression);
      }
      Thread.sleep(20);
    }
  }

  /** The value of an expression in the page. */
  JsonNode run(String expression) throws Exception {
    JsonNode answer =
        send(
            "Runtime.evaluate",
            JSON.createObjectNode()
                .put("expression", expression)
                .put("returnByValue", true)
                .put("awaitPromise", true));
    if (answer.has("exceptionDetails")) {
      throw new AssertionError(expression + ": " + answer.get("exceptionDetails"));
    }
    return answer.path("result").path("value");
  }

  String text(String expression) throws Exception {
    return run(expression).asText();
  }

  /** Presses and releases a key, as {@code Tab}, {@code Enter}, {@code a}. */
  void press(String key) throws Exception {
    Map<String, Integer> codes = Map.of("Tab", 9, "Enter", 13, " ", 32);
    ObjectNode event =
        JSON.createObjectNode()
            .put("key", key)
            .put("code", key.equals(" ") ? "Space" : key)
            .put("windowsVirtualKeyCode", codes.getOrDefault(key, (int) key.charAt(0)));
    String text = key.equals("Enter") ? "\r" : key.length() == 1 ? key : "";
    send("Input.dispatchKeyEvent", event.deepCopy().put("type", "keyDown").put("text", text));
    send("Input.dispatchKeyEvent", event.put("type", "keyUp"));
  }

  /** Sets the size of the window and {@code prefers-color-scheme}. */
  void show(int width, int height, String colours) throws Exception {
    send(
        "Emulation.setDeviceMetricsOverride",
        JSON.createObjectNode()
            .put("width", width)
            .put("height", height)
            .put("deviceScaleFactor", 1)
            .put("mobile", false));
    ObjectNode media = JSON.createObjectNode();
    media
        .putArray("features")
        .addObject()
        .put("name", "prefers-color-scheme")
        .put("value", colours);
    send("Emulation.setEmulatedMedia", media);
  }

  void screenshot(Path png) throws Exception {
    JsonNode answer = send("Page.captureScreenshot", JSON.createObjectNode());
    Files.write(png, Base64.getDecoder().decode(answer.get("data").asText()));
  }

  byte[] pdf() throws Exception {
    JsonNode answer = send("Page.printToPDF", JSON.createObjectNode());
    return Base64.getDecoder().decode(answer.get("data").asText());
  }

  /** Switches JavaScript off for the pages that are opened next. */
  void scripts(boolean enabled) throws Exception {
    send("Emulation.setScriptExecutionDisabled", JSON.createObjectNode().put("value", !enabled));
  }

  /** What was asked for since the page was opened, the page itself included. */
  List<String> requests() {
    return of("Network.requestWillBeSent").map(e -> e.at("/request/url").asText()).toList();
  }

  /** Exceptions, violations of the policy, and dialogs since the page was opened. */
  List<String> complaints() {
    return Stream.of("Runtime.exceptionThrown", "Log.entryAdded", "Page.javascriptDialogOpening")
        .flatMap(this::of)
        .map(JsonNode::toString)
        .toList();
  }

  private Stream<JsonNode> of(String method) {
    return events.stream()
        .filter(event -> event.path("method").asText().equals(method))
        .map(event -> event.path("params"));
  }

  JsonNode send(String method, ObjectNode parameters) throws Exception {
    return send(session, method, parameters);
  }

  private JsonNode send(@Nullable String to, String method, ObjectNode parameters)
      throws Exception {
    int id = lastId.incrementAndGet();
    CompletableFuture<JsonNode> answer = new CompletableFuture<>();
    answers.put(id, answer);
    ObjectNode command = JSON.createObjectNode().put("id", id).put("method", method);
    command.set("params", parameters);
    if (to != null) {
      command.put("sessionId", to);
    }
    socket.sendText(JSON.writeValueAsString(command), true).get(PATIENCE_S, TimeUnit.SECONDS);
    JsonNode reply = answer.get(PATIENCE_S, TimeUnit.SECONDS);
    if (reply.has("error")) {
      throw new AssertionError(method + ": " + reply.get("error"));
    }
    return reply.path("result");
  }

  @Override
  public @Nullable CompletionStage<?> onText(WebSocket from, CharSequence part, boolean last) {
    message.append(part);
    if (last) {
      receive(message.toString());
      message.setLength(0);
    }
    from.request(1);
    return null;
  }

  private void receive(String text) {
    try {
      JsonNode received = JSON.readTree(text);
      if (received.has("id")) {
        answers.remove(received.get("id").asInt()).complete(received);
      } else {
        events.add(received);
      }
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() throws Exception {
    socket.abort();
    List<ProcessHandle> all = new ArrayList<>(process.descendants().toList());
    all.add(process.toHandle());
    all.forEach(ProcessHandle::destroyForcibly);
    for (ProcessHandle handle : all) {
      handle.onExit().get(PATIENCE_S, TimeUnit.SECONDS);
    }
    try (Stream<Path> files = Files.walk(profile)) {
      files.sorted(java.util.Comparator.reverseOrder()).forEach(file -> file.toFile().delete());
    }
  }
}
