package exfilwatch.job.config;

import exfilwatch.yaml.YamlNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * {@code ${env:NAME}} and {@code ${file:PATH}} in a value, so that secrets stay out of the file.
 * {@code $${} stands for {@code ${} itself. A file's last line end does not count.
 */
@FunctionalInterface
interface References {

  /** Leaves references as they are; only their form is checked. */
  References KEPT = (node, kind, name) -> "${" + kind + ":" + name + "}";

  Pattern REFERENCE = Pattern.compile("\\$?\\$\\{(?:(env|file):)?([^}]*)}?");

  /** The value that a reference stands for. */
  String lookUp(YamlNode node, String kind, String name);

  /** Looks names up in the environment, and files beside the configuration. */
  static References resolved(Path configuration, Map<String, String> environment) {
    return (node, kind, name) -> {
      if (kind.equals("file")) {
        return fileContent(node, configuration.resolveSibling(name));
      }
      String value = environment.get(name);
      if (value == null) {
        throw node.error("the environment variable " + name + " is not set; set it");
      }
      return value;
    };
  }

  private static String fileContent(YamlNode node, Path file) {
    try {
      return Files.readString(file).replaceFirst("\\R$", "");
    } catch (IOException e) {
      throw node.error("the file " + file + " can't be read; correct the path or its rights");
    }
  }

  /** The text of a node with its references replaced. */
  default String text(YamlNode node) {
    Matcher matcher = REFERENCE.matcher(node.string());
    return matcher.replaceAll(
        match ->
            Matcher.quoteReplacement(one(node, match.group(), match.group(1), match.group(2))));
  }

  private String one(YamlNode node, String whole, @Nullable String kind, String name) {
    if (whole.startsWith("$$")) {
      return whole.substring(1);
    }
    if (kind == null || name.isEmpty() || !whole.endsWith("}")) {
      throw node.error("has '${' but no reference; write ${env:NAME}, ${file:PATH}, or $${");
    }
    return lookUp(node, kind, name);
  }
}
