package exfilwatch.detection;

import exfilwatch.telemetry.Connection;
import exfilwatch.telemetry.Direction;
import exfilwatch.telemetry.Dns;
import exfilwatch.telemetry.Event;
import exfilwatch.telemetry.EventKind;
import exfilwatch.telemetry.Hashes;
import exfilwatch.telemetry.Host;
import exfilwatch.telemetry.PeFile;
import exfilwatch.telemetry.ProcessInfo;
import exfilwatch.telemetry.User;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Events for tests; each {@code with} method gives another one with one thing changed. */
record Events(
    @Nullable String os,
    @Nullable String name,
    @Nullable String executable,
    @Nullable String commandLine,
    @Nullable List<String> args,
    @Nullable PeFile pe) {

  static final PeFile RCLONE_PE =
      new PeFile("rclone.exe", "Rclone", "https://rclone.org", "Rclone", "1.71.0");

  /** A copy by an rclone on Windows whose file was not renamed. */
  static Events windows(String commandLine) {
    return new Events(
        "windows", "rclone.exe", "C:\\Users\\Public\\rclone.exe", commandLine, null, null);
  }

  static Events linux(String commandLine) {
    return new Events("linux", "rclone", "/usr/local/bin/rclone", commandLine, null, null);
  }

  Events os(@Nullable String value) {
    return new Events(value, name, executable, commandLine, args, pe);
  }

  Events name(@Nullable String value) {
    return new Events(os, value, executable, commandLine, args, pe);
  }

  Events executable(@Nullable String value) {
    return new Events(os, name, value, commandLine, args, pe);
  }

  Events commandLine(@Nullable String value) {
    return new Events(os, name, executable, value, args, pe);
  }

  Events args(String... value) {
    return new Events(os, name, executable, commandLine, List.of(value), pe);
  }

  Events pe(@Nullable PeFile value) {
    return new Events(os, name, executable, commandLine, args, value);
  }

  Events originalName(String value) {
    return pe(new PeFile(value, null, null, null, null));
  }

  Event start() {
    return event(EventKind.PROCESS_START, null, null);
  }

  Event connection(Direction direction, @Nullable String destinationIp) {
    return event(
        EventKind.CONNECTION,
        new Connection(
            direction,
            "tcp",
            "192.0.2.7",
            50000,
            destinationIp,
            443,
            "s3.example.com",
            10,
            20,
            false),
        null);
  }

  Event query(String name, List<String> answers, List<String> ips) {
    return event(EventKind.DNS, null, new Dns(name, "A", answers, ips));
  }

  private Event event(EventKind kind, @Nullable Connection connection, @Nullable Dns dns) {
    ProcessInfo process =
        new ProcessInfo(
            "{guid}",
            42,
            1_700_000_000_000L,
            name,
            executable,
            commandLine,
            args,
            "C:\\Temp\\",
            "high",
            pe,
            new Hashes("aa", "bb", "cc", "dd"));
    ProcessInfo parent =
        new ProcessInfo(
            "{parent}",
            7,
            0,
            "cmd.exe",
            "C:\\Windows\\System32\\cmd.exe",
            "cmd /c x",
            null,
            null,
            null,
            null,
            null);
    return new Event(
        kind,
        "sysmon",
        "r1",
        1_700_000_001_000L,
        new Host("ws1", "h1", os),
        process,
        parent,
        new User("ann", "CORP", "S-1-5-21-1"),
        connection,
        dns);
  }
}
