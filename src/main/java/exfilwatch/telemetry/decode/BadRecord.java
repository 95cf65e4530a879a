package exfilwatch.telemetry.decode;

/** Ends the decoding of one element with a reason; costs no stack trace. */
final class BadRecord extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final RejectReason reason;

  BadRecord(RejectReason reason, String detail) {
    super(detail, null, false, false);
    this.reason = reason;
  }

  static BadRecord missing(String field) {
    return new BadRecord(RejectReason.MISSING_FIELD, field + " is missing");
  }

  RejectReason reason() {
    return reason;
  }

  String detail() {
    String message = getMessage();
    return message == null ? "" : message;
  }
}
