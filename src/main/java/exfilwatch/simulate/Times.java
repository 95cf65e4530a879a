package exfilwatch.simulate;

import java.time.LocalDateTime;
import java.time.ZoneOffset;

/** The ways in which sensors write a time; all are UTC and take epoch milliseconds. */
final class Times {
  private static final long FILETIME_EPOCH_SECONDS = 11_644_473_600L;

  private Times() {}

  /** {@code 2026-03-04T09:15:02.1234567Z}; the digits after the millisecond are made up. */
  static String iso7(long millis) {
    return padded(text(millis, 'T'), belowMilli(millis)).append('Z').toString();
  }

  /** {@code 2026-03-04T09:15:02.123Z}. */
  static String iso3(long millis) {
    return text(millis, 'T').append('Z').toString();
  }

  /** {@code 2026-03-04 09:15:02.123}, Sysmon's UtcTime. */
  static String spaced(long millis) {
    return text(millis, ' ').toString();
  }

  /** {@code 2026-03-04 09:15:02}, NXLog's EventTime. */
  static String seconds(long millis) {
    return text(millis, ' ').substring(0, 19);
  }

  /** 100 ns since 1601. */
  static long filetime(long millis) {
    return (millis + FILETIME_EPOCH_SECONDS * 1000) * 10_000 + belowMilli(millis);
  }

  /** Seconds since 1601 with nine digits of fraction, as in Defend's entity ids. */
  static String secondsSince1601(long millis) {
    long filetime = filetime(millis);
    StringBuilder text = new StringBuilder().append(filetime / 10_000_000).append('.');
    long fraction = filetime % 10_000_000;
    for (long place = 1_000_000; place > 0; place /= 10) {
      text.append((char) ('0' + fraction / place % 10));
    }
    return text.append("00").toString();
  }

  /** {@code 1687509731.699}, CrowdStrike's sensor time. */
  static String epochSeconds(long millis) {
    long fraction = Math.floorMod(millis, 1000L);
    String digits = Long.toString(fraction + 1000).substring(1);
    return Math.floorDiv(millis, 1000L) + "." + digits;
  }

  private static int belowMilli(long millis) {
    return Mix.below(millis, 10_000);
  }

  private static StringBuilder padded(StringBuilder text, int fourDigits) {
    return text.append(Integer.toString(fourDigits + 10_000), 1, 5);
  }

  private static StringBuilder text(long millis, char between) {
    LocalDateTime time =
        LocalDateTime.ofEpochSecond(Math.floorDiv(millis, 1000L), 0, ZoneOffset.UTC);
    StringBuilder text = new StringBuilder(32);
    text.append(time.getYear());
    two(text.append('-'), time.getMonthValue());
    two(text.append('-'), time.getDayOfMonth());
    two(text.append(between), time.getHour());
    two(text.append(':'), time.getMinute());
    two(text.append(':'), time.getSecond());
    return text.append('.').append(Long.toString(Math.floorMod(millis, 1000L) + 1000), 1, 4);
  }

  private static void two(StringBuilder text, int value) {
    text.append((char) ('0' + value / 10)).append((char) ('0' + value % 10));
  }
}
