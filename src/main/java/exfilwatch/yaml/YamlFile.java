package exfilwatch.yaml;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;

/**
 * Reads YAML 1.2 (core schema). A file may have {@value #MAX_BYTES} bytes, 100,000 nodes after its
 * aliases are expanded, and 100 levels. Duplicate keys are errors.
 */
public final class YamlFile {
  private static final int MAX_BYTES = 4 << 20;

  private YamlFile() {}

  /**
   * The documents of a file, without empty ones.
   *
   * @throws YamlException when the file can't be read or isn't good YAML
   */
  public static List<YamlNode> documents(Path file) {
    return documents(file.toString(), text(file));
  }

  /**
   * Like {@link #documents(Path)} for text that is already here.
   *
   * @param name how complaints call it
   */
  public static List<YamlNode> documents(String name, String text) {
    return new Composer(name).documents(text.startsWith("\uFEFF") ? text.substring(1) : text);
  }

  /** The only document of a file; a file with none or several is an error. */
  public static YamlNode document(Path file) {
    return document(file.toString(), text(file));
  }

  /**
   * Like {@link #document(Path)} for text that is already here.
   *
   * @param name how complaints call it
   */
  public static YamlNode document(String name, String text) {
    List<YamlNode> documents = documents(name, text);
    if (documents.size() == 1) {
      return documents.get(0);
    }
    throw new YamlException(
        name,
        0,
        "",
        documents.isEmpty()
            ? "the file is empty; write at least one key"
            : "there are " + documents.size() + " YAML documents; write one, without '---'");
  }

  /**
   * The text of a file.
   *
   * @throws YamlException when it is not there, too large or not UTF-8
   */
  public static String text(Path file) {
    byte[] bytes;
    try (InputStream in = Files.newInputStream(file)) {
      bytes = in.readNBytes(MAX_BYTES + 1);
    } catch (NoSuchFileException e) {
      throw new YamlException(file.toString(), 0, "", "no such file");
    } catch (IOException e) {
      throw new YamlException(file.toString(), 0, "", "can't be read: " + e.getMessage());
    }
    if (bytes.length > MAX_BYTES) {
      throw new YamlException(
          file.toString(), 0, "", "has more than " + MAX_BYTES + " bytes; split the file");
    }
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException e) {
      throw new YamlException(file.toString(), 0, "", "isn't UTF-8 text; save it as UTF-8");
    }
  }
}
