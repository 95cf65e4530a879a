package exfilwatch.rclone;

import exfilwatch.rclone.ArgvSplitter.Word;
import exfilwatch.rclone.CommandNode.Kind;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Recognises one wrapper by its program and says what it runs. */
final class WrapperMatch {

  private static final Set<String> SHELLS =
      Set.of("sh", "bash", "dash", "zsh", "ksh", "ash", "fish", "su", "runuser");
  private static final Set<String> CONTAINERS = Set.of("docker", "podman", "nerdctl", "kubectl");
  private static final Set<String> START_SWITCHES =
      Set.of("windowstyle", "wait", "nonewwindow", "nnw", "passthru", "verb", "workingdirectory");
  private static final Set<String> LEADING =
      Set.of("do", "then", "else", "!", "@", "{", "&", "exec", "command", "call");

  /**
   * What a wrapper runs.
   *
   * @param kind which words or text; {@code to} is exclusive
   * @param program set when the inner command line leaves it out
   */
  record Found(
      String wrapper,
      Kind kind,
      int from,
      int to,
      int rawStart,
      int rawEnd,
      String script,
      Shell shell,
      boolean windows,
      @Nullable String program,
      Map<String, String> environment) {}

  private final @Nullable String text;
  private final List<Word> words;
  private final Os os;
  private final String name;

  private WrapperMatch(@Nullable String text, List<Word> words, Os os) {
    this.text = text;
    this.words = words;
    this.os = os;
    this.name = Programs.baseName(words.get(0).value());
  }

  /** Null when the command is no wrapper. */
  static @Nullable Found find(@Nullable String text, List<Word> words, Os os) {
    return new WrapperMatch(text, words, os).find();
  }

  private @Nullable Found find() {
    if (Programs.isRclone(words.get(0).value())) {
      return null;
    }
    Found found =
        switch (name) {
          case "cmd", "command" -> cmd();
          case "powershell", "pwsh", "powershell_ise" -> powerShell();
          case "start-process", "saps", "new-scheduledtaskaction" -> startProcess();
          case "start" -> start();
          case "schtasks" -> scriptAfter("/tr", "schtasks");
          case "forfiles" -> scriptAfter("/c", "forfiles");
          case "sc" -> service();
          case "wmic" -> scriptAfter("create", "wmic");
          case "runas" -> words.size() > 2 ? script("runas", words.size() - 1, Shell.NONE) : null;
          case "at" -> at();
          case "nssm" -> words.size() > 3 ? tail("nssm", 3, null, Map.of()) : null;
          case "invoke-expression", "iex" ->
              words.size() > 1
                  ? script("Invoke-Expression", words.size() - 1, Shell.POWERSHELL)
                  : null;
          default -> other();
        };
    return found != null ? found : renamedTail();
  }

  private @Nullable Found other() {
    if (SHELLS.contains(name)) {
      return shell();
    }
    if (CONTAINERS.contains(name)) {
      return container();
    }
    Wrappers wrapper = Wrappers.of(name);
    if (wrapper != null) {
      return prefix(wrapper);
    }
    return leading();
  }

  private String word(int at) {
    return words.get(at).value();
  }

  private Found tail(
      String wrapper, int from, @Nullable String program, Map<String, String> environment) {
    return new Found(
        wrapper, Kind.TAIL, from, words.size(), 0, 0, "", Shell.NONE, false, program, environment);
  }

  private Found script(String wrapper, int at, Shell shell) {
    return script(wrapper, at, at + 1, word(at), shell);
  }

  private Found script(String wrapper, int from, int to, String script, Shell shell) {
    boolean windows = shell == Shell.CMD || isWindowsScript(shell, script);
    return new Found(wrapper, Kind.SCRIPT, from, to, 0, 0, script, shell, windows, null, Map.of());
  }

  /** The line around a PowerShell script need not show a sign of Windows. */
  private boolean isWindowsScript(Shell shell, String script) {
    return shell == Shell.POWERSHELL
        && (name.equals("powershell") || Os.guess(script) == Os.WINDOWS);
  }

  private @Nullable Found prefix(Wrappers wrapper) {
    Map<String, String> environment = new LinkedHashMap<>();
    int at = 1;
    int positions = wrapper.positions();
    for (; at < words.size(); at++) {
      String word = word(at);
      if (word.equals("--") || (name.equals("wsl") && word.matches("-e|--exec"))) {
        at++;
        break;
      } else if (name.equals("psexec") && word.equals("-i") && at + 1 < words.size()) {
        at += word(at + 1).matches("[0-9]{1,4}") ? 1 : 0;
      } else if (word.length() > 1 && word.charAt(0) == '-') {
        at += wrapper.valued().contains(word) ? 1 : 0;
      } else if (Assignments.isOne(word)) {
        Assignments.put(environment, word);
      } else if (!name.endsWith("exec") || !word.startsWith("\\\\")) { // not psexec's machine
        if (positions == 0) {
          break;
        }
        positions--;
      }
    }
    return at < words.size() ? tail(name, at, null, environment) : null;
  }

  private @Nullable Found cmd() {
    for (int at = 1; at < words.size(); at++) {
      String word = word(at);
      if (word.length() >= 2 && word.charAt(0) == '/' && "cCkKrR".indexOf(word.charAt(1)) >= 0) {
        return cmd(at);
      }
      if (!word.startsWith("/")) {
        return null;
      }
    }
    return null;
  }

  private @Nullable Found cmd(int at) {
    Word option = words.get(at);
    if (text == null) {
      if (at + 2 == words.size()) {
        return script("cmd /c", at + 1, Shell.CMD);
      }
      return at + 2 < words.size() ? tail("cmd /c", at + 1, null, Map.of()) : null;
    }
    int start = option.start();
    while (start < text.length() && text.charAt(start) != '/') {
      start++;
    }
    start += 2;
    while (start < text.length() && text.charAt(start) == ' ') {
      start++;
    }
    int end = words.get(words.size() - 1).end();
    // the quotes around the whole are cmd's own, whatever is quoted within
    if (end - start >= 2 && text.charAt(start) == '"' && text.charAt(end - 1) == '"') {
      boolean only = text.indexOf('"', start + 1) == end - 1;
      if (!only || text.substring(start + 1, end - 1).indexOf(' ') >= 0) {
        start++;
        end--;
      }
    } else if (start < end && text.charAt(start) == '"' && text.indexOf('"', start + 1) < 0) {
      start++;
    }
    if (start >= end) {
      return null;
    }
    return new Found(
        "cmd /c",
        Kind.RAW,
        at,
        words.size(),
        start,
        end,
        text.substring(start, end),
        Shell.CMD,
        true,
        null,
        Map.of());
  }

  private @Nullable Found powerShell() {
    for (int at = 1; at < words.size(); at++) {
      String word = word(at);
      String option = PowerShellOptions.dashed(word);
      if (option == null) {
        return joined("powershell -Command", at, Shell.POWERSHELL);
      }
      if (option.equals("ec") || PowerShellOptions.isPrefix(option, "encodedcommand", 1)) {
        return at + 1 < words.size() ? encoded(at + 1) : null;
      }
      if (PowerShellOptions.isPrefix(option, "command", 1)) {
        return at + 1 < words.size()
            ? joined("powershell -Command", at + 1, Shell.POWERSHELL)
            : null;
      }
      if (PowerShellOptions.isPrefix(option, "file", 1)) {
        return null;
      }
      at += PowerShellOptions.takesValue(option) ? 1 : 0;
    }
    return null;
  }

  /** Quotes that only the other system's shell knows are taken off the whole. */
  private Found joined(String wrapper, int from, Shell shell) {
    if (from + 1 == words.size() && !word(from).startsWith("'")) {
      return script(wrapper, from, shell);
    }
    StringBuilder script = new StringBuilder();
    if (text != null && word(from).startsWith("'")) {
      script.append(text, words.get(from).start(), words.get(words.size() - 1).end());
    } else {
      for (int at = from; at < words.size(); at++) {
        script.append(script.length() > 0 ? " " : "").append(word(at));
      }
    }
    int end = script.length() - 1;
    boolean quoted = end > 0 && script.charAt(0) == '\'' && script.charAt(end) == '\'';
    String whole = quoted ? script.substring(1, end) : script.toString();
    return script(wrapper, from, words.size(), whole, shell);
  }

  private @Nullable Found encoded(int at) {
    try {
      byte[] bytes = Base64.getMimeDecoder().decode(word(at));
      String script = new String(bytes, StandardCharsets.UTF_16LE);
      return new Found(
          "powershell -EncodedCommand",
          Kind.ENCODED,
          at,
          at + 1,
          0,
          0,
          script,
          Shell.POWERSHELL,
          isWindowsScript(Shell.POWERSHELL, script),
          null,
          Map.of());
    } catch (IllegalArgumentException e) {
      return null;
    }
  }

  /** {@code Start-Process [-FilePath] rclone [-ArgumentList] 'copy …'}: arguments are joined. */
  private @Nullable Found startProcess() {
    int program = -1;
    int from = -1;
    int to = words.size();
    for (int at = 1; at < words.size(); at++) {
      String option = PowerShellOptions.dashed(word(at));
      if (option == null) {
        program = program < 0 ? at : program;
        from = from < 0 && at != program ? at : from;
      } else if (START_SWITCHES.contains(option)) {
        if (from >= 0) {
          to = at;
          break;
        }
      } else if (from < 0
          && (PowerShellOptions.isPrefix(option, "filepath", 1)
              || PowerShellOptions.isPrefix(option, "execute", 2))) {
        program = ++at;
      } else if (from < 0
          && (PowerShellOptions.isPrefix(option, "argumentlist", 1) || option.equals("args"))) {
        from = ++at;
      } else if (from < 0) {
        at++;
      }
    }
    if (program < 0 || program >= words.size() || from < 0 || from >= to) {
      return null;
    }
    StringBuilder script = new StringBuilder(word(program));
    for (int at = from; at < to; at++) {
      script.append(' ').append(word(at).replace(",", " "));
    }
    return script("Start-Process", from, to, script.toString(), Shell.NONE);
  }

  private @Nullable Found start() {
    int at = 1;
    boolean titled = words.size() > 2 && text != null && text.charAt(words.get(1).start()) == '"';
    at += titled || (words.size() > 2 && word(1).isEmpty()) ? 1 : 0;
    while (at < words.size() && word(at).startsWith("/")) {
      at += word(at).matches("(?i)/(d|affinity|node|machine)") ? 2 : 1;
    }
    return at < words.size() ? tail("start", at, null, Map.of()) : null;
  }

  private @Nullable Found scriptAfter(String option, String wrapper) {
    for (int at = 1; at + 1 < words.size(); at++) {
      if (word(at).equalsIgnoreCase(option)) {
        String script = word(at + 1);
        String quoted = script.indexOf('"') < 0 ? script.replace('\'', '"') : script;
        return script(wrapper, at + 1, at + 2, quoted, Shell.NONE);
      }
    }
    return null;
  }

  private @Nullable Found service() {
    for (int at = 1; at < words.size(); at++) {
      String word = word(at);
      if (word.equalsIgnoreCase("binPath=") && at + 1 < words.size()) {
        return script("sc", at + 1, Shell.NONE);
      }
      if (word.regionMatches(true, 0, "binPath=", 0, 8)) {
        return script("sc", at, at + 1, word.substring(8), Shell.NONE);
      }
    }
    return null;
  }

  private @Nullable Found at() {
    int at = 1;
    while (at < words.size()
        && (word(at).startsWith("/")
            || word(at).startsWith("\\\\")
            || word(at).matches("[0-9]{1,2}:[0-9]{2}.{0,2}"))) {
      at++;
    }
    if (at <= 1 || at >= words.size()) {
      return null;
    }
    return at + 1 == words.size() ? script("at", at, Shell.NONE) : tail("at", at, null, Map.of());
  }

  private @Nullable Found shell() {
    boolean script = false;
    for (int at = 1; at < words.size(); at++) {
      String word = word(at);
      if (word.equals("--command") && at + 1 < words.size()) {
        return script(name + " -c", at + 1, Shell.SH);
      }
      if (word.startsWith("--command=")) {
        return script(name + " -c", at, at + 1, word.substring(10), Shell.SH);
      }
      if (word.startsWith("-") && !word.startsWith("--") && word.indexOf('c') > 0) {
        script = true;
      } else if (word.equals("-o") || word.equals("-O") || word.equals("+o")) {
        at++;
      } else if (script && !(word.startsWith("-") || word.startsWith("+"))) {
        boolean open = os == Os.WINDOWS && word.startsWith("'");
        return open ? joined(name + " -c", at, Shell.SH) : script(name + " -c", at, Shell.SH);
      }
    }
    return null;
  }

  private @Nullable Found container() {
    Map<String, String> environment = new LinkedHashMap<>();
    for (int at = 1; at < words.size(); at++) {
      String word = word(at);
      String before = word(at - 1);
      if ((before.equals("-e") || before.equals("--env")) && Assignments.isOne(word)) {
        Assignments.put(environment, word);
      } else if (word.startsWith("--env=") && Assignments.isOne(word.substring(6))) {
        Assignments.put(environment, word.substring(6));
      } else if (word.equals("--") && name.equals("kubectl") && at + 1 < words.size()) {
        boolean image = words.stream().anyMatch(w -> isRcloneImage(w.value()));
        return Programs.isRclone(word(at + 1)) || !image
            ? tail(name, at + 1, null, environment)
            : tail(name, at + 1, "rclone", environment);
      } else if (isRcloneImage(word)
          && !word.startsWith("-")
          && !Wrappers.CONTAINER_VALUED.contains(before)) {
        if (at + 1 < words.size() && Programs.isRclone(word(at + 1))) {
          return tail(name + " run", at + 1, null, environment);
        }
        return tail(name + " run", at + 1, "rclone", environment);
      }
    }
    return null;
  }

  /** {@code rclone/rclone}, {@code ghcr.io/rclone/rclone:1.70}, {@code --image=rclone/rclone}. */
  private static boolean isRcloneImage(String word) {
    int tag = word.lastIndexOf(':');
    String image = tag > word.lastIndexOf('/') ? word.substring(0, tag) : word;
    return image.endsWith("/rclone") && !image.startsWith("/") && !image.startsWith(".");
  }

  /** What a shell takes before a command: assignments, keywords, PowerShell's call operator. */
  private @Nullable Found leading() {
    Map<String, String> environment = new LinkedHashMap<>();
    int at = 0;
    while (at < words.size() - 1 && (Assignments.isOne(word(at)) || LEADING.contains(word(at)))) {
      Assignments.put(environment, word(at));
      at++;
    }
    if (at == 0 && name.equals("for")) {
      for (int i = 1; i + 1 < words.size(); i++) {
        if (word(i).equals("do")) {
          at = i + 1;
        }
      }
    }
    return at == 0 ? null : tail("shell", at, null, environment);
  }

  /** Any other program that is given rclone and one of its commands to run. */
  private @Nullable Found renamedTail() {
    for (int at = 1; at + 1 < words.size(); at++) {
      String word = word(at);
      boolean named =
          word.endsWith("rclone")
              || word.regionMatches(true, word.length() - 10, "rclone.exe", 0, 10);
      boolean sameProgram = ProgramName.isUnquotedPath(word(0)) && word.indexOf(':') < 0;
      if (named && !sameProgram && Programs.isRclone(word) && hasCommand(at + 1)) {
        return tail(name, at, null, Map.of());
      }
    }
    return null;
  }

  private boolean hasCommand(int from) {
    for (int at = from; at < Math.min(words.size(), from + 16); at++) {
      if (Command.ROOT.child(word(at)) != null) {
        return true;
      }
    }
    return false;
  }
}
