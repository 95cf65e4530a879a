package exfilwatch.sigma;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoField;
import java.time.temporal.IsoFields;
import java.time.temporal.TemporalField;
import org.jspecify.annotations.Nullable;

/** A part of a point in time, always in UTC (Sigma's time modifiers). */
enum PartOfTime {
  MINUTE(ChronoField.MINUTE_OF_HOUR),
  HOUR(ChronoField.HOUR_OF_DAY),
  DAY(ChronoField.DAY_OF_MONTH),
  WEEK(IsoFields.WEEK_OF_WEEK_BASED_YEAR),
  MONTH(ChronoField.MONTH_OF_YEAR),
  YEAR(ChronoField.YEAR);

  private final TemporalField field;

  PartOfTime(TemporalField field) {
    this.field = field;
  }

  /** -1 when the text isn't a time in ISO 8601 with a zone. */
  int of(String text) {
    try {
      return Instant.parse(text).atOffset(ZoneOffset.UTC).get(field);
    } catch (DateTimeException e) {
      return -1;
    }
  }

  static @Nullable PartOfTime ofModifier(String modifier) {
    return switch (modifier) {
      case "minute" -> MINUTE;
      case "hour" -> HOUR;
      case "day" -> DAY;
      case "week" -> WEEK;
      case "month" -> MONTH;
      case "year" -> YEAR;
      default -> null;
    };
  }
}
