package exfilwatch.rclone;

import java.util.Locale;

/**
 * A command-line flag of rclone, from {@code flags.tsv}. Flags that a release has removed are kept:
 * the version that runs is not known.
 *
 * @param shorthand one character or empty
 * @param type pflag's name of the value's type
 * @param backend the backend prefix that owns it; empty for other flags
 * @param takesValue false when the flag stands for itself (bool, count)
 */
record Flag(
    String name,
    String shorthand,
    String type,
    String backend,
    boolean takesValue,
    boolean distinctive) {

  /** {@code s3-access-key-id} of s3 is the option {@code access_key_id}. */
  String option() {
    String own =
        !backend.isEmpty() && name.startsWith(backend + "-")
            ? name.substring(backend.length() + 1)
            : name;
    return own.replace('-', '_');
  }

  String environmentName() {
    return "RCLONE_" + name.replace('-', '_').toUpperCase(Locale.ROOT);
  }

  boolean isArray() {
    return type.equals("stringArray");
  }

  boolean isBool() {
    return type.equals("bool");
  }
}
