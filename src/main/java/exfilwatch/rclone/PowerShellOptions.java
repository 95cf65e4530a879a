package exfilwatch.rclone;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Options of PowerShell and of its cmdlets, which may be abbreviated. */
final class PowerShellOptions {

  private PowerShellOptions() {}

  /** An option's name in lower case; PowerShell also takes a slash and typographic dashes. */
  static @Nullable String dashed(String word) {
    return word.length() > 1 && "-/\u2013\u2014\u2015".indexOf(word.charAt(0)) >= 0
        ? word.substring(1).toLowerCase(Locale.ROOT)
        : null;
  }

  static boolean isPrefix(String option, String whole, int least) {
    return option.length() >= least && whole.startsWith(option);
  }

  static boolean takesValue(String option) {
    return option.equals("ep")
        || option.equals("if")
        || option.equals("of")
        || option.equals("wd")
        || isPrefix(option, "executionpolicy", 2)
        || isPrefix(option, "windowstyle", 1)
        || isPrefix(option, "workingdirectory", 2)
        || isPrefix(option, "inputformat", 1)
        || isPrefix(option, "outputformat", 1)
        || isPrefix(option, "configurationname", 4)
        || isPrefix(option, "version", 1);
  }
}
