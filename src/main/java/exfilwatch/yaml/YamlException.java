package exfilwatch.yaml;

/**
 * What is wrong with a YAML file, as one line for the person who wrote it: {@code FILE:LINE: PATH:
 * what is wrong; what to do}.
 */
public final class YamlException extends RuntimeException {
  private final String file;
  private final int line;
  private final String path;
  private final String detail;

  /**
   * @param line from 1; 0 when the complaint is about the whole file
   * @param path the element, as {@code sources.kafka.topics[2]}; empty for the whole document
   */
  public YamlException(String file, int line, String path, String detail) {
    super(
        file + (line > 0 ? ":" + line : "") + ": " + (path.isEmpty() ? "" : path + ": ") + detail);
    this.file = file;
    this.line = line;
    this.path = path;
    this.detail = detail;
  }

  public String file() {
    return file;
  }

  /** From 1; 0 when the complaint is about the whole file. */
  public int line() {
    return line;
  }

  /** Empty for the whole document. */
  public String path() {
    return path;
  }

  public String detail() {
    return detail;
  }
}
