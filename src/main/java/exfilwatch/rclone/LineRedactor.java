package exfilwatch.rclone;

import exfilwatch.rclone.ArgvSplitter.Word;
import exfilwatch.rclone.CommandNode.Inner;
import exfilwatch.rclone.CommandNode.Kind;
import exfilwatch.rclone.CommandNode.Part;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Writes a command line again without its secrets. What holds none keeps its exact text; a word
 * that loses something is quoted anew.
 */
final class LineRedactor {

  private final Secrets secrets;
  private final IdentityHashMap<CommandNode, ParsedCommand> parses = new IdentityHashMap<>();

  private final IdentityHashMap<CommandNode, List<@Nullable String>> redacted =
      new IdentityHashMap<>();

  LineRedactor(Secrets secrets) {
    this.secrets = secrets;
  }

  static String redact(String line, Os os, Secrets secrets) {
    return new LineRedactor(secrets).text(Unwrapper.unwrap(line, os), line);
  }

  /** The leaf read as rclone would; read once. */
  ParsedCommand parse(CommandNode leaf, Map<String, String> environment) {
    return parses.computeIfAbsent(leaf, node -> CommandParser.parse(node.argv(), environment));
  }

  /** The line that was {@code original}. */
  String text(CommandNode node, String original) {
    StringBuilder out = new StringBuilder();
    int copied = 0;
    List<@Nullable String> shown = words(node);
    Inner inner = node.inner();
    int words = inner != null && inner.kind() == Kind.RAW ? inner.from() : shown.size();
    for (int at = 0; at < words; at++) {
      Word word = node.words().get(at);
      String value = shown.get(at);
      if (value == null) {
        copied = word.end();
      } else if (!value.equals(word.value())) {
        out.append(original, copied, word.start()).append(quoted(value));
        copied = word.end();
      }
    }
    if (inner != null && inner.kind() == Kind.RAW) {
      out.append(original, copied, inner.rawStart()).append(script(inner));
      copied = inner.rawEnd();
    }
    return out.append(original, copied, original.length()).toString();
  }

  /** For each word what may be shown of it; null for one that a joined script has taken up. */
  List<@Nullable String> words(CommandNode node) {
    List<@Nullable String> shown = redacted.get(node);
    if (shown == null) {
      shown = redactedWords(node);
      redacted.put(node, shown);
    }
    return shown;
  }

  private List<@Nullable String> redactedWords(CommandNode node) {
    Inner inner = node.inner();
    if (inner == null) {
      return leaf(node);
    }
    List<@Nullable String> shown = new ArrayList<>(node.words().size());
    List<String> values = new ArrayList<>();
    for (Word word : node.words()) {
      values.add(word.value());
    }
    BitSet within = new BitSet();
    within.set(inner.from(), inner.to());
    shown.addAll(WordScrubber.scrub(values, within, new SecretValues(node.os(), secrets), secrets));
    if (inner.kind() == Kind.TAIL) {
      List<@Nullable String> tail = words(inner.parts().get(0).node());
      for (int at = 0; at < tail.size(); at++) {
        shown.set(inner.from() + at, tail.get(at));
      }
      return shown;
    }
    String script = script(inner);
    if (script.equals(inner.script())) {
      return shown;
    }
    String whole = shown.get(inner.from());
    int head = whole == null ? -1 : whole.length() - inner.script().length();
    boolean attached = head > 0 && whole != null && whole.endsWith(inner.script());
    String replaced =
        inner.kind() == Kind.ENCODED
            ? Secrets.REDACTED
            : attached && whole != null ? whole.substring(0, head) + script : script;
    for (int at = inner.from(); at < inner.to(); at++) {
      shown.set(at, at == inner.from() ? replaced : null);
    }
    return shown;
  }

  private List<@Nullable String> leaf(CommandNode node) {
    if (node.words().isEmpty()) {
      return List.of();
    }
    ParsedCommand parsed = parse(node, node.environment());
    List<String> shown = ArgvRedactor.redact(parsed, node.os(), secrets);
    return new ArrayList<>(node.program() == null ? shown : shown.subList(1, shown.size()));
  }

  /** Between its commands a script is text, and beyond the last that was read. */
  private String script(Inner inner) {
    StringBuilder out = new StringBuilder();
    int copied = 0;
    for (int at = 0; at < inner.parts().size(); at++) {
      Part part = inner.parts().get(at);
      out.append(TextScrubber.scrub(inner.script().substring(copied, part.start()), secrets));
      String text = part.node().text();
      String redacted = text == null ? "" : text(part.node(), text);
      if (at + 1 < inner.parts().size() && isPassword(part, inner.parts().get(at + 1))) {
        redacted = "echo " + secrets.redact("obscure", redacted.strip().substring(4).strip()) + " ";
      }
      out.append(
          redacted.equals(text) ? inner.script().substring(part.start(), part.end()) : redacted);
      copied = part.end();
    }
    return out.append(TextScrubber.scrub(inner.script().substring(copied), secrets)).toString();
  }

  /** {@code echo PASSWORD | rclone obscure -}. */
  private static boolean isPassword(Part part, Part next) {
    List<Word> words = part.node().words();
    return words.size() > 1
        && words.get(0).value().equals("echo")
        && next.node().words().stream().anyMatch(word -> word.value().equals("obscure"));
  }

  private static String quoted(String value) {
    boolean plain = !value.isEmpty() && value.indexOf(' ') < 0 && value.indexOf('"') < 0;
    return plain ? value : '"' + value.replace("\"", "\\\"") + '"';
  }
}
