package exfilwatch.detection;

/** Detection content that can't be used; one line for each thing that is wrong. */
public final class ContentException extends Exception {

  private static final long serialVersionUID = 1;

  ContentException(String lines) {
    super(lines);
  }
}
