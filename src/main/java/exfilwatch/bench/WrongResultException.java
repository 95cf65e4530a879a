package exfilwatch.bench;

/** A job was measured that did not do its work. */
public final class WrongResultException extends RuntimeException {

  private static final long serialVersionUID = 1;

  WrongResultException(String message) {
    super(message);
  }
}
