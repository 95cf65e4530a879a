package exfilwatch.rclone.filter;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * The value of {@code --bwlimit}: one rate, {@code UPLOAD:DOWNLOAD}, or a timetable {@code
 * [Day-]HH:MM,RATE} separated by blanks or semicolons.
 *
 * @param slots in the order given; a time without a day makes seven
 */
public record BwTimetable(List<Slot> slots) {
  private static final List<String> DAYS =
      List.of("sunday", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday");

  public BwTimetable {
    slots = List.copyOf(slots);
  }

  /**
   * A rate from a time of the week on.
   *
   * @param dayOfWeek 0 is Sunday
   * @param hhmm hour times 100 plus minute, local time of the machine
   * @param upload bytes a second; off and 0 are unlimited
   * @param download bytes a second; off and 0 are unlimited
   */
  public record Slot(int dayOfWeek, int hhmm, SizeSuffix upload, SizeSuffix download) {
    private String rates() {
      return upload.equals(download) ? upload.toString() : upload + ":" + download;
    }
  }

  /**
   * Reads a value as rclone does.
   *
   * @throws BadValueException where rclone would refuse it, with its message
   */
  public static BwTimetable parse(String text) throws BadValueException {
    if (text.isEmpty()) {
      throw new BadValueException("empty string");
    }
    List<Slot> slots = new ArrayList<>();
    if (text.indexOf(' ') < 0 && text.indexOf(',') < 0) {
      addSlots(slots, 0, 0, 0, text);
      return new BwTimetable(slots);
    }
    for (String token : text.split("[ ;]+", -1)) {
      if (token.isEmpty()) {
        continue;
      }
      String[] parts = token.split(",", -1);
      if (parts.length != 2) {
        throw new BadValueException("invalid time/bandwidth specification: " + GoText.quote(token));
      }
      String[] time = parts[0].split("-", -1);
      if (time.length > 2) {
        throw new BadValueException("invalid time specification: " + GoText.quote(parts[0]));
      }
      if (time.length == 1) {
        addSlots(slots, 0, 6, hhmm(time[0]), parts[1]);
      } else {
        int day = dayOfWeek(time[0]);
        addSlots(slots, day, day, hhmm(time[1]), parts[1]);
      }
    }
    return new BwTimetable(slots);
  }

  private static void addSlots(List<Slot> slots, int firstDay, int lastDay, int hhmm, String rates)
      throws BadValueException {
    int colon = rates.indexOf(':');
    SizeSuffix upload = SizeSuffix.parse(colon < 0 ? rates : rates.substring(0, colon));
    SizeSuffix download = colon < 0 ? upload : SizeSuffix.parse(rates.substring(colon + 1));
    for (int day = firstDay; day <= lastDay; day++) {
      slots.add(new Slot(day, hhmm, upload, download));
    }
  }

  /** The character between hour and minute is not looked at, as in rclone. */
  private static int hhmm(String time) throws BadValueException {
    if (time.length() != 5 || !time.chars().allMatch(c -> c < 0x80)) {
      throw new BadValueException("invalid time specification (hh:mm): " + GoText.quote(time));
    }
    int hour = number(time.substring(0, 2), "hour", time);
    int minute = number(time.substring(3), "minute", time);
    if (hour < 0 || hour > 23) {
      throw new BadValueException("invalid hour (must be between 00 and 23): " + hour);
    }
    if (minute < 0 || minute > 59) {
      throw new BadValueException("invalid minute (must be between 00 and 59): " + minute);
    }
    return hour * 100 + minute;
  }

  private static int number(String digits, String what, String time) throws BadValueException {
    try {
      return GoText.atoi(digits);
    } catch (BadValueException e) {
      throw new BadValueException(
          "invalid "
              + what
              + " in time specification "
              + GoText.quote(time)
              + ": "
              + e.getMessage());
    }
  }

  private static int dayOfWeek(String name) throws BadValueException {
    String day = name.toLowerCase(Locale.ROOT);
    for (int i = 0; i < DAYS.size(); i++) {
      if (day.equals(DAYS.get(i)) || day.equals(DAYS.get(i).substring(0, 3))) {
        return i;
      }
    }
    throw new BadValueException("invalid weekday: " + GoText.quote(day));
  }

  /**
   * As rclone prints it: {@code 10Mi}, {@code 10Mi:off}, {@code Mon-00:00,512Ki Fri-23:59,10Mi}.
   */
  @Override
  public String toString() {
    boolean rateOnly = slots.size() == 1 && slots.get(0).dayOfWeek == 0 && slots.get(0).hhmm == 0;
    return slots.stream()
        .map(slot -> rateOnly ? slot.rates() : when(slot) + slot.rates())
        .collect(Collectors.joining(" "));
  }

  private static String when(Slot slot) {
    String day = DAYS.get(slot.dayOfWeek);
    return String.format(
        Locale.ROOT,
        "%c%s-%02d:%02d,",
        Character.toUpperCase(day.charAt(0)),
        day.substring(1, 3),
        slot.hhmm / 100,
        slot.hhmm % 100);
  }
}
