package exfilwatch.job.kafka;

import exfilwatch.job.SetupException;

/** A broker or topic that the job needs and that is not there. */
public final class BrokerException extends SetupException {

  private static final long serialVersionUID = 1;

  BrokerException(String message) {
    super(message);
  }
}
