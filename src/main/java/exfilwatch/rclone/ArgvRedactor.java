package exfilwatch.rclone;

import exfilwatch.rclone.ParsedCommand.Setting;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Takes the secrets out of the argv of an rclone command line, by the meaning of each word. */
final class ArgvRedactor {

  private final ParsedCommand parsed;
  private final SecretValues values;
  private final Secrets secrets;
  private final List<String> shown;
  private final BitSet known = new BitSet();

  private ArgvRedactor(ParsedCommand parsed, Os os, Secrets secrets) {
    this.parsed = parsed;
    this.secrets = secrets;
    this.values = new SecretValues(os, secrets);
    this.shown = new ArrayList<>(parsed.argv());
  }

  static List<String> redact(ParsedCommand parsed, Os os, Secrets secrets) {
    return new ArgvRedactor(parsed, os, secrets).redact();
  }

  private List<String> redact() {
    for (Setting setting : parsed.settings()) {
      if (setting.at() < 0) {
        values.flag(setting.flag(), setting.value());
        continue;
      }
      String word = shown.get(setting.at());
      String head = word.substring(0, setting.offset());
      String value = values.flag(setting.flag(), setting.value());
      if (value.equals(setting.value()) && value.startsWith("-")) {
        value = swallowed(setting);
      }
      shown.set(setting.at(), head + value);
      known.set(setting.at());
    }
    Command command = parsed.command();
    if (command != null) {
      redactArguments(command);
    }
    List<String> rest = WordScrubber.scrub(parsed.argv(), known, values, secrets);
    for (int at = 0; at < shown.size(); at++) {
      if (!known.get(at)) {
        shown.set(at, rest.get(at));
      }
    }
    redactTornJson();
    return shown;
  }

  /** A token that lost its quotes to a shell goes on in the next words. */
  private void redactTornJson() {
    boolean within = false;
    for (int at = 1; at < shown.size(); at++) {
      String word = parsed.argv().get(at);
      if (within) {
        shown.set(at, secrets.redact("json", word));
        within = word.indexOf('}') < 0;
      } else {
        within = word.indexOf('{') >= 0 && word.indexOf('}') < 0 && !shown.get(at).equals(word);
      }
    }
  }

  /**
   * A flag taken for another's value is none to rclone, but what it was to hold is a secret still.
   */
  private String swallowed(Setting setting) {
    String value = setting.value();
    int next = setting.at() + 1;
    if (value.indexOf('=') < 0 && next < shown.size()) {
      Flag flag = FlagSet.any(value.replaceFirst("^-+", ""));
      String word = parsed.argv().get(next);
      String kept = flag == null || !flag.takesValue() ? word : values.flag(flag, word);
      if (!kept.equals(word)) {
        shown.set(next, kept);
        known.set(next);
      }
    }
    return TextScrubber.scrub(value, secrets);
  }

  private void redactArguments(Command command) {
    switch (command.path()) {
      case "config create" -> redactOptions(2, backend(1), false);
      case "config update" -> redactOptions(1, null, false);
      case "config password" -> redactOptions(1, null, true);
      case "obscure", "reveal" -> {
        for (int index = 0; index < parsed.arguments().size(); index++) {
          redactWhole(index, command.path());
        }
      }
      case "authorize" -> redactAuthorize();
      case "rc" -> redactRemoteControl();
      case "backend" -> {
        for (int index = 2; index < parsed.arguments().size(); index++) {
          set(index, values.pair(null, parsed.argument(index)));
        }
      }
      default -> {
        for (int index = 0; index < parsed.arguments().size(); index++) {
          set(index, values.remote(parsed.argument(index)));
        }
      }
    }
  }

  private @Nullable Backend backend(int index) {
    return parsed.arguments().size() > index ? Backend.named(parsed.argument(index)) : null;
  }

  /**
   * {@code key value} and {@code key=value}, mixed, as {@code rclone config} takes them. Each word
   * is also judged by the one before it, so that a word too many does not shift a secret into view.
   */
  private void redactOptions(int first, @Nullable Backend backend, boolean all) {
    String before = "";
    for (int index = first; index < parsed.arguments().size(); index++) {
      String word = parsed.argument(index);
      int equals = word.indexOf('=');
      if (equals >= 0 && SecretOptions.of(backend, before) == Treatment.KEEP) {
        String key = word.substring(0, equals);
        set(index, key + "=" + option(backend, key, word.substring(equals + 1), all));
        before = "";
      } else {
        boolean value = (index - first) % 2 == 1;
        set(index, option(backend, before, word, all && value));
        before = word;
      }
    }
  }

  private String option(@Nullable Backend backend, String key, String value, boolean all) {
    return all ? secrets.redact(key, value) : values.option(backend, key, value);
  }

  private void redactAuthorize() {
    int count = parsed.arguments().size();
    if (count == 2) {
      redactWhole(1, "authorize");
    }
    for (int index = 2; index < count; index++) {
      redactWhole(index, "authorize");
    }
  }

  private void redactRemoteControl() {
    boolean obscure = !parsed.arguments().isEmpty() && parsed.argument(0).endsWith("core/obscure");
    for (int index = 1; index < parsed.arguments().size(); index++) {
      String word = parsed.argument(index);
      int equals = word.indexOf('=');
      if (obscure && equals >= 0) {
        String clear = secrets.redact("obscure", word.substring(equals + 1));
        set(index, word.substring(0, equals + 1) + clear);
      } else {
        set(index, values.pair(null, word));
      }
    }
  }

  private void redactWhole(int index, String option) {
    String word = parsed.argument(index);
    set(index, word.equals("-") ? word : secrets.redact(option, word));
  }

  private void set(int index, String value) {
    int at = parsed.arguments().get(index);
    if (!known.get(at)) {
      shown.set(at, value);
      known.set(at);
    }
  }
}
