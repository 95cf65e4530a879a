package exfilwatch.chaos;

/** The run can't go on; the message is for a person. */
final class ChaosException extends RuntimeException {

  private static final long serialVersionUID = 1;

  ChaosException(String message) {
    super(message);
  }
}
