package exfilwatch.job.file;

import exfilwatch.job.SetupException;

/** An input that is not there or can't be read. */
public final class InputException extends SetupException {

  private static final long serialVersionUID = 1;

  InputException(String input, String what) {
    super(input + ": " + what);
  }
}
