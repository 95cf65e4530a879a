package exfilwatch.detection;

import exfilwatch.sigma.RuleFile;
import exfilwatch.sigma.RuleSet;
import exfilwatch.yaml.YamlException;
import exfilwatch.yaml.YamlFile;
import exfilwatch.yaml.YamlNode;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;

/**
 * One rule, exception or correlation: what can be changed by itself.
 *
 * @param file where it was read from; complaints begin with that
 * @param line of the file at which the text begins, from 0
 * @param exception whether it stands in a folder of exceptions
 */
record ContentDocument(String id, String file, int line, String text, boolean exception)
    implements Serializable {

  /**
   * One that came alone, under its id.
   *
   * @throws ContentException when it is not one document, or has another id
   */
  static ContentDocument alone(String id, String text, boolean exception) throws ContentException {
    List<YamlNode> nodes;
    try {
      nodes = YamlFile.documents(id, text);
    } catch (YamlException e) {
      throw new ContentException(String.valueOf(e.getMessage()));
    }
    if (nodes.size() != 1) {
      throw new ContentException(
          "%s: there are %d YAML documents; write one".formatted(id, nodes.size()));
    }
    String own = RuleSet.idOf(nodes.get(0));
    if (!own.equals(id)) {
      throw new ContentException(
          "%s: the document's id is '%s'; the key has to be the same".formatted(id, own));
    }
    return new ContentDocument(id, id, 0, text, exception);
  }

  /** As it is compiled; empty lines stand for what came before it in the file. */
  RuleFile toFile() {
    return new RuleFile(file, "\n".repeat(line) + text);
  }

  /** The documents of a file; one that can't be read stays whole, for the complaint. */
  static List<ContentDocument> of(RuleFile file, boolean exception) {
    try {
      List<ContentDocument> documents = new ArrayList<>();
      List<String> lines = file.text().lines().toList();
      int from = 0;
      boolean content = false;
      for (int i = 0; i < lines.size(); i++) {
        if (content && isSeparator(lines.get(i))) {
          add(documents, file, lines.subList(from, i), from, exception);
          from = i;
          content = false;
        }
        content |= isContent(lines.get(i));
      }
      add(documents, file, lines.subList(from, lines.size()), from, exception);
      return documents;
    } catch (YamlException e) {
      return List.of(new ContentDocument(file.name(), file.name(), 0, file.text(), exception));
    }
  }

  private static void add(
      List<ContentDocument> documents,
      RuleFile file,
      List<String> lines,
      int above,
      boolean exception) {
    int blank = 0;
    while (blank < lines.size()
        && (lines.get(blank).isBlank() || lines.get(blank).strip().equals("---"))) {
      blank++;
    }
    int line = above + blank;
    String text = String.join("\n", lines.subList(blank, lines.size())).stripTrailing() + "\n";
    List<YamlNode> nodes = YamlFile.documents(file.name(), "\n".repeat(line) + text);
    if (nodes.size() > 1) {
      throw nodes.get(1).error("stands below no line '---'");
    }
    for (YamlNode node : nodes) {
      documents.add(new ContentDocument(RuleSet.idOf(node), file.name(), line, text, exception));
    }
  }

  /** YAML allows these dashes at the beginning of a line for nothing else. */
  private static boolean isSeparator(String line) {
    return line.startsWith("---") && (line.length() == 3 || Character.isWhitespace(line.charAt(3)));
  }

  private static boolean isContent(String line) {
    String bare = line.strip();
    return !bare.isEmpty()
        && !bare.startsWith("#")
        && !line.startsWith("%")
        && !bare.equals("---")
        && !bare.equals("\uFEFF");
  }
}
