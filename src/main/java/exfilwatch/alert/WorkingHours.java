package exfilwatch.alert;

import exfilwatch.yaml.YamlNode;
import java.io.Serializable;
import java.time.DateTimeException;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;

/**
 * When people work at some hosts. Telemetry doesn't tell, so the configuration does.
 *
 * @param hosts names in lower case; {@code *} stands for anything
 * @param to a time before {@code from} is on the next day
 */
record WorkingHours(
    List<String> hosts, ZoneId zone, Set<DayOfWeek> days, LocalTime from, LocalTime to)
    implements Serializable {

  static WorkingHours read(YamlNode node) {
    node.rejectUnknownKeys("hosts", "zone", "days", "from", "to");
    List<String> hosts = node.find("hosts").map(YamlNode::strings).orElse(List.of("*"));
    return new WorkingHours(
        hosts.stream().map(host -> host.toLowerCase(Locale.ROOT)).toList(),
        parse(node.get("zone"), ZoneId::of, "isn't a time zone; write it as Europe/Berlin"),
        node.find("days").map(WorkingHours::days).orElse(days(1, 5)),
        parse(node.get("from"), LocalTime::parse, "isn't a time; write it as '07:00'"),
        parse(node.get("to"), LocalTime::parse, "isn't a time; write it as '19:00'"));
  }

  private static Set<DayOfWeek> days(YamlNode node) {
    Set<DayOfWeek> days = new TreeSet<>();
    for (YamlNode day : node.listOrOne()) {
      days.add(
          parse(day, WorkingHours::day, "isn't a day; write mon, tue, wed, thu, fri, sat or sun"));
    }
    return days;
  }

  private static Set<DayOfWeek> days(int first, int last) {
    Set<DayOfWeek> days = new TreeSet<>();
    for (int day = first; day <= last; day++) {
      days.add(DayOfWeek.of(day));
    }
    return days;
  }

  private static DayOfWeek day(String name) {
    for (DayOfWeek day : DayOfWeek.values()) {
      if (day.name().substring(0, 3).equalsIgnoreCase(name)) {
        return day;
      }
    }
    throw new DateTimeException(name);
  }

  private static <T> T parse(YamlNode node, Function<String, T> parse, String wrong) {
    try {
      return parse.apply(node.string());
    } catch (DateTimeException e) {
      throw node.error("'" + node.string() + "' " + wrong);
    }
  }

  boolean areFor(String host) {
    String name = host.toLowerCase(Locale.ROOT);
    return hosts.stream().anyMatch(pattern -> isLike(name, pattern));
  }

  /** Greedy from the left, which is right for stars and linear in the name for each part. */
  private static boolean isLike(String name, String pattern) {
    List<String> parts = new ArrayList<>(List.of(pattern.split("\\*", -1)));
    if (parts.size() == 1) {
      return name.equals(pattern);
    }
    String last = parts.remove(parts.size() - 1);
    int at = 0;
    for (String part : parts) {
      int found = at == 0 && part.equals(parts.get(0)) ? 0 : name.indexOf(part, at);
      if (found < 0 || !name.startsWith(part, found)) {
        return false;
      }
      at = found + part.length();
    }
    return name.length() - last.length() >= at && name.endsWith(last);
  }

  /** Whether people work at that time; a night shift belongs to the day on which it began. */
  boolean contain(long epochMillis) {
    ZonedDateTime local = Instant.ofEpochMilli(epochMillis).atZone(zone);
    LocalTime time = local.toLocalTime();
    if (from.isBefore(to)) {
      return days.contains(local.getDayOfWeek()) && !time.isBefore(from) && time.isBefore(to);
    }
    boolean evening = days.contains(local.getDayOfWeek()) && !time.isBefore(from);
    boolean morning = days.contains(local.getDayOfWeek().minus(1)) && time.isBefore(to);
    return evening || morning;
  }
}
