package exfilwatch.simulate;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A program that runs on ordinary machines every day; one row of {@code programs.tsv}.
 *
 * @param parent name of the resident that starts it; null for the first process of a machine
 * @param arguments may hold {@code {n}} and {@code {user}}
 * @param contacts names that it connects to, empty when it doesn't
 */
record Routine(
    Os os,
    Role role,
    boolean system,
    @Nullable String parent,
    Program program,
    List<String> arguments,
    List<String> contacts) {

  enum Role {
    /** Runs all day. */
    RESIDENT,
    /** Comes and goes. */
    STARTED,
    /** Comes and goes, and a careless rule takes it for rclone. */
    LOOKALIKE
  }

  private static final List<Routine> ALL = load();

  static List<Routine> of(Os os, Role role) {
    return ALL.stream().filter(r -> r.os == os && r.role == role).toList();
  }

  String name() {
    return program.name();
  }

  /** This program's process. */
  RunningProcess run(
      Endpoint host, long pid, long start, @Nullable RunningProcess parentProcess, int counter) {
    Account account = system ? host.system() : host.user();
    Program own = program;
    if (program.path().contains("{user}")) {
      own = new Program(filled(program.path(), account, counter), program.pe(), program.hash());
    }
    List<String> argv = new ArrayList<>();
    argv.add(host.os() == Os.WINDOWS ? own.path() : own.name());
    for (String argument : arguments) {
      argv.add(filled(argument, account, counter));
    }
    return new RunningProcess(host, pid, start, own, List.copyOf(argv), account, parentProcess);
  }

  private static String filled(String text, Account account, int counter) {
    return text.indexOf('{') < 0
        ? text
        : text.replace("{user}", account.name()).replace("{n}", Integer.toString(counter));
  }

  private static List<Routine> load() {
    InputStream resource =
        Objects.requireNonNull(Routine.class.getResourceAsStream("programs.tsv"), "programs.tsv");
    try (BufferedReader reader =
        new BufferedReader(new InputStreamReader(resource, StandardCharsets.UTF_8))) {
      return reader.lines().filter(line -> !line.startsWith("#")).map(Routine::parse).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Routine parse(String line) {
    String[] cell = line.split("\t", -1);
    String product = cell[5];
    Program program =
        product.equals("-") ? Program.of(cell[4]) : Program.of(cell[4], product, cell[6], cell[7]);
    return new Routine(
        Os.valueOf(cell[0].toUpperCase(Locale.ROOT)),
        Role.valueOf(cell[1].toUpperCase(Locale.ROOT)),
        cell[2].equals("system"),
        cell[3].equals("-") ? null : cell[3],
        program,
        list(cell[8], "\\|"),
        list(cell[9], ","));
  }

  private static List<String> list(String cell, String separator) {
    return cell.isEmpty() || cell.equals("-")
        ? List.of()
        : Stream.of(cell.split(separator, -1)).toList();
  }
}
