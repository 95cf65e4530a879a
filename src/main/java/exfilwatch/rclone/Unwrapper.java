package exfilwatch.rclone;

import exfilwatch.rclone.ArgvSplitter.Word;
import exfilwatch.rclone.CommandNode.Inner;
import exfilwatch.rclone.CommandNode.Kind;
import exfilwatch.rclone.CommandNode.Part;
import exfilwatch.rclone.WrapperMatch.Found;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Takes wrappers off a command line, level by level. Depth and number of commands are bounded; what
 * lies deeper stays part of the wrapper's own words.
 */
final class Unwrapper {

  private static final int MAX_DEPTH = 8;
  private static final int MAX_NODES = 64;

  private int nodes;

  private Unwrapper() {}

  static CommandNode unwrap(String text, Os os) {
    List<Word> words =
        os == Os.WINDOWS ? ArgvSplitter.windowsWords(text) : ArgvSplitter.posixWords(text);
    return new Unwrapper().node(text, words, null, os, Map.of(), List.of());
  }

  static CommandNode unwrap(List<String> args, Os os) {
    List<Word> words = new ArrayList<>(args.size());
    for (String arg : args) {
      words.add(new Word(arg, -1, -1));
    }
    return new Unwrapper().node(null, words, null, os, Map.of(), List.of());
  }

  private CommandNode node(
      @Nullable String text,
      List<Word> words,
      @Nullable String program,
      Os os,
      Map<String, String> environment,
      List<String> wrappers) {
    nodes++;
    Inner inner = null;
    if (program == null && !words.isEmpty() && wrappers.size() < MAX_DEPTH && nodes < MAX_NODES) {
      Found found = WrapperMatch.find(text, words, os);
      if (found != null) {
        inner = inner(text, words, os, environment, wrappers, found);
      }
    }
    return new CommandNode(text, words, program, os, environment, wrappers, inner);
  }

  private @Nullable Inner inner(
      @Nullable String text,
      List<Word> words,
      Os os,
      Map<String, String> environment,
      List<String> wrappers,
      Found found) {
    Map<String, String> variables = new LinkedHashMap<>(environment);
    variables.putAll(found.environment());
    List<String> around = new ArrayList<>(wrappers);
    around.add(found.wrapper());
    Os innerOs = found.windows() ? Os.WINDOWS : os;
    List<Part> parts = new ArrayList<>();
    if (found.kind() == Kind.TAIL) {
      List<Word> tail = words.subList(found.from(), found.to());
      parts.add(new Part(0, 0, node(text, tail, found.program(), innerOs, variables, around)));
    } else {
      for (Shell.Segment segment : found.shell().segments(found.script())) {
        if (nodes >= MAX_NODES) {
          break;
        }
        List<Word> own = found.shell().words(segment.text(), innerOs);
        Map<String, String> set = Assignments.of(own);
        variables.putAll(set);
        CommandNode node = node(segment.text(), own, null, innerOs, Map.copyOf(variables), around);
        parts.add(new Part(segment.start(), segment.end(), node));
      }
    }
    return parts.isEmpty()
        ? null
        : new Inner(
            found.kind(),
            found.from(),
            found.to(),
            found.rawStart(),
            found.rawEnd(),
            found.script(),
            List.copyOf(parts));
  }
}
