package exfilwatch.rclone;

import java.util.Locale;

/** What may be shown of an option's value. */
enum Treatment {
  KEEP,
  /** A file's path: evidence, not the secret in it. */
  PATH,
  REDACT,
  /** All but the password before the {@code @}. */
  URL,
  /** As {@link #URL}, and no query. */
  URL_NO_QUERY,
  SAS_URL,
  /** Azure's {@code Key=value;} pairs: account and endpoints stay. */
  CONNECTION_STRING,
  JSON,
  /** {@code Name: value} or {@code Name,value}: values of headers that authenticate go. */
  HEADER,
  /** A command of which only the program stays. */
  COMMAND,
  /** Any other program's command line. */
  LINE,
  FIRST_OF_PAIR,
  /** {@code option=value}, each by its own name. */
  PAIRS,
  REMOTE,
  /** Remotes separated by blanks. */
  REMOTES;

  static Treatment of(String name) {
    return valueOf(name.toUpperCase(Locale.ROOT));
  }
}
