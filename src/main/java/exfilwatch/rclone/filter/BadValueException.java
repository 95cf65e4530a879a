package exfilwatch.rclone.filter;

/**
 * A flag value that rclone refuses; the message is rclone's own. It may quote the value, so it is
 * not for output before secrets are removed.
 */
public final class BadValueException extends Exception {
  private static final long serialVersionUID = 1L;

  BadValueException(String message) {
    super(message, null, false, false);
  }
}
