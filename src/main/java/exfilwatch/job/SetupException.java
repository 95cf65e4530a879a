package exfilwatch.job;

/**
 * Something that the user must put right before the job can start. The message is one line that
 * says what is wrong, where, and what to do; it is shown without a stack trace.
 */
public class SetupException extends RuntimeException {

  private static final long serialVersionUID = 1;

  public SetupException(String message) {
    super(message);
  }
}
