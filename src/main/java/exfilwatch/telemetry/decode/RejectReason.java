package exfilwatch.telemetry.decode;

import java.util.Locale;

/** Why a record, or one element of it, became a dead letter. */
public enum RejectReason {
  /** Neither JSON nor a Windows event in XML. */
  NOT_JSON,
  /** Ends inside a value. */
  TRUNCATED,
  /** Bytes that are not UTF-8. */
  INVALID_UTF8,
  /** Nested deeper than any telemetry. */
  TOO_DEEP,
  /** A document, or what a gzip member inflates to, is longer than any telemetry. */
  TOO_LONG,
  /** A value of another type than the field has: an object for a number, text for a time. */
  WRONG_TYPE,
  /** Valid, but of no source that this product reads (or not of the one that is configured). */
  UNKNOWN_SOURCE,
  /** Neither a host name nor a host id. */
  NO_HOST,
  /** No time. */
  NO_TIME,
  /** A time before the year 2000 or after 2099. */
  TIME_OUT_OF_RANGE,
  /** A field is missing without which the record says nothing. */
  MISSING_FIELD;

  private final String text = name().toLowerCase(Locale.ROOT);

  /** The name in dead letters and metrics: {@code not_json}, {@code no_host} … */
  @Override
  public String toString() {
    return text;
  }
}
