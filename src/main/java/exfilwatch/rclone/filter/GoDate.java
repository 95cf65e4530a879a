package exfilwatch.rclone.filter;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.YearMonth;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Locale;

/**
 * The dates that rclone takes in place of an age: RFC 3339, and {@code 2006-01-02} with or without
 * {@code 15:04:05}. Read field by field as Go's time.Parse does, because its leniencies (one digit
 * for the hour, a fraction anywhere, a comma in it) and its messages are rclone's.
 */
final class GoDate {
  private static final String LAYOUT = "2006-01-02";

  private final String value;
  private int at;

  private GoDate(String value) {
    this.value = value;
  }

  /** The instant, or the error that rclone gives: the one of the last and shortest layout. */
  static Instant parse(String text, ZoneId zone) throws BadValueException {
    GoDate date = new GoDate(text);
    LocalDate day = date.day();
    if (date.at == text.length()) {
      return day.atStartOfDay(zone).toInstant();
    }
    int timeStart = date.at;
    try {
      if (text.charAt(timeStart) == 'T') {
        date.at++;
      } else {
        date.blanks();
      }
      LocalDateTime time = date.time(day);
      if (date.at == text.length()) {
        return time.atZone(zone).toInstant();
      }
      if (text.charAt(timeStart) == 'T') {
        int offset = date.offsetSeconds();
        date.end();
        return time.toInstant(ZoneOffset.UTC).minusSeconds(offset);
      }
    } catch (BadValueException notATime) {
      date.at = timeStart;
    }
    date.at = timeStart;
    throw date.extraText();
  }

  private LocalDate day() throws BadValueException {
    int year = 0;
    if (value.length() < 4 || !isDigit(0)) {
      throw bad("2006");
    }
    for (at = 0; at < 4; at++) {
      if (!isDigit(at)) {
        at = 4;
        throw bad("2006");
      }
      year = year * 10 + value.charAt(at) - '0';
    }
    literal('-');
    int month = twoDigits("01");
    if (month < 1 || month > 12) {
      throw new BadValueException("parsing time " + quote(value) + ": month out of range");
    }
    literal('-');
    int day = twoDigits("02");
    if (at == value.length() && (day < 1 || day > YearMonth.of(year, month).lengthOfMonth())) {
      throw new BadValueException("parsing time " + quote(value) + ": day out of range");
    }
    if (day < 1 || day > YearMonth.of(year, month).lengthOfMonth()) {
      throw extraText();
    }
    return LocalDate.of(year, month, day);
  }

  private LocalDateTime time(LocalDate day) throws BadValueException {
    int hour = isDigit(at) && !isDigit(at + 1) ? value.charAt(at++) - '0' : twoDigits("15");
    literal(':');
    int minute = twoDigits("04");
    literal(':');
    int second = twoDigits("05");
    if (hour > 23 || minute > 59 || second > 59) {
      throw bad("15");
    }
    return day.atTime(hour, minute, second, fraction());
  }

  /** Nanoseconds; digits beyond the ninth are dropped. */
  private int fraction() {
    if (at >= value.length()
        || (value.charAt(at) != '.' && value.charAt(at) != ',')
        || !isDigit(at + 1)) {
      return 0;
    }
    int nanos = 0;
    int digits = 0;
    for (at++; isDigit(at); at++) {
      if (digits++ < 9) {
        nanos = nanos * 10 + value.charAt(at) - '0';
      }
    }
    for (; digits < 9; digits++) {
      nanos *= 10;
    }
    return nanos;
  }

  private int offsetSeconds() throws BadValueException {
    char sign = value.charAt(at++);
    if (sign == 'Z') {
      return 0;
    }
    if (sign != '+' && sign != '-') {
      throw bad("Z07:00");
    }
    int hours = twoDigits("07");
    literal(':');
    int minutes = twoDigits("00");
    if (hours > 24 || minutes > 60) {
      throw bad("Z07:00");
    }
    int offset = (hours * 60 + minutes) * 60;
    return sign == '-' ? -offset : offset;
  }

  private void blanks() throws BadValueException {
    if (value.charAt(at) != ' ') {
      throw bad(" ");
    }
    while (at < value.length() && value.charAt(at) == ' ') {
      at++;
    }
  }

  private void end() throws BadValueException {
    if (at < value.length()) {
      throw extraText();
    }
  }

  private int twoDigits(String field) throws BadValueException {
    if (!isDigit(at) || !isDigit(at + 1)) {
      throw bad(field);
    }
    at += 2;
    return (value.charAt(at - 2) - '0') * 10 + value.charAt(at - 1) - '0';
  }

  private void literal(char expected) throws BadValueException {
    if (at >= value.length() || value.charAt(at) != expected) {
      throw bad(String.valueOf(expected));
    }
    at++;
  }

  private boolean isDigit(int index) {
    return index < value.length() && value.charAt(index) >= '0' && value.charAt(index) <= '9';
  }

  private BadValueException bad(String field) {
    return new BadValueException(
        "parsing time "
            + quote(value)
            + " as "
            + quote(LAYOUT)
            + ": cannot parse "
            + quote(value.substring(at))
            + " as "
            + quote(field));
  }

  private BadValueException extraText() {
    return new BadValueException(
        "parsing time " + quote(value) + ": extra text: " + quote(value.substring(at)));
  }

  /** As package time quotes: bytes outside of ASCII as {@code \\x..}. */
  static String quote(String text) {
    StringBuilder out = new StringBuilder(text.length() + 2).append('"');
    for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
      if (b < ' ') {
        out.append(String.format(Locale.ROOT, "\\x%02x", b & 0xff));
      } else {
        if (b == '"' || b == '\\') {
          out.append('\\');
        }
        out.append((char) b);
      }
    }
    return out.append('"').toString();
  }
}
