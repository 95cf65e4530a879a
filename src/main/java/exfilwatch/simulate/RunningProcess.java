package exfilwatch.simulate;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One process of a machine.
 *
 * @param start when it started, epoch milliseconds
 * @param argv its arguments, the first is how it was called
 * @param parent null for the first process of the machine
 */
record RunningProcess(
    Endpoint host,
    long pid,
    long start,
    Program program,
    List<String> argv,
    Account account,
    @Nullable RunningProcess parent) {

  String commandLine() {
    return host.os() == Os.WINDOWS ? Quoting.windows(argv) : String.join(" ", argv);
  }

  /** The same for every id that a sensor derives for this process. */
  long seed() {
    return Mix.of(host.seed() ^ pid, start);
  }

  /** {@code low} to {@code system}, by the account. */
  String integrity() {
    return account.equals(host.system()) ? "system" : "medium";
  }

  String workingDirectory() {
    if (host.os() != Os.WINDOWS) {
      return account.equals(Account.ROOT) ? "/root" : "/home/" + account.name();
    }
    return account.equals(Account.SYSTEM)
        ? "C:\\Windows\\system32\\"
        : "C:\\Users\\" + account.name() + "\\";
  }
}
