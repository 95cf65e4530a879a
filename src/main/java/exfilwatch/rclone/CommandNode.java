package exfilwatch.rclone;

import exfilwatch.rclone.ArgvSplitter.Word;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A command line and, if it is a wrapper's, the commands that it runs.
 *
 * @param text where the words stand; null when only a list of arguments was given
 * @param program the name of a program that the line leaves out (a container's entrypoint); null
 *     when the first word is it
 * @param environment variables that the wrappers around it set
 * @param wrappers the wrappers around it, outermost first
 * @param inner what it runs; null when it is no wrapper
 */
record CommandNode(
    @Nullable String text,
    List<Word> words,
    @Nullable String program,
    Os os,
    Map<String, String> environment,
    List<String> wrappers,
    @Nullable Inner inner) {

  enum Kind {
    /** The words from {@code from} on are the inner command's. */
    TAIL,
    /** The words from {@code from} to {@code to} make a script. */
    SCRIPT,
    /** The text from {@code rawStart} to {@code rawEnd} is a script. */
    RAW,
    /** The word {@code from} is a script in Base64 of UTF-16. */
    ENCODED
  }

  /** Which words of a wrapper its inner commands are made of. */
  record Inner(
      Kind kind, int from, int to, int rawStart, int rawEnd, String script, List<Part> parts) {}

  /** A command of a script and where it stands there; of a tail the only one. */
  record Part(int start, int end, CommandNode node) {}

  /** Program and arguments. */
  List<String> argv() {
    List<String> argv = new ArrayList<>(words.size() + 1);
    if (program != null) {
      argv.add(program);
    }
    for (Word word : words) {
      argv.add(word.value());
    }
    return argv;
  }

  /** The commands that are no wrappers, in the order in which they stand. */
  List<CommandNode> leaves() {
    List<CommandNode> leaves = new ArrayList<>();
    collect(leaves);
    return leaves;
  }

  private void collect(List<CommandNode> leaves) {
    if (inner == null) {
      leaves.add(this);
      return;
    }
    for (Part part : inner.parts()) {
      part.node().collect(leaves);
    }
  }
}
