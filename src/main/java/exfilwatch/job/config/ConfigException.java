package exfilwatch.job.config;

import exfilwatch.job.SetupException;

/** Something in the configuration that can't be; the message begins with file and line. */
public final class ConfigException extends SetupException {

  private static final long serialVersionUID = 1;

  ConfigException(String message) {
    super(message);
  }
}
