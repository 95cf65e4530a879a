package exfilwatch.rclone.filter;

import java.util.Locale;

/** A flag that is true, false or not set. */
public enum Tristate {
  TRUE,
  FALSE,
  UNSET;

  /**
   * Reads a value as rclone does.
   *
   * @throws BadValueException where rclone would refuse it, with its message
   */
  public static Tristate parse(String text) throws BadValueException {
    String value = text.toLowerCase(Locale.ROOT);
    return switch (value) {
      case "", "nil", "null", "unset" -> UNSET;
      case "1", "t", "true" -> TRUE;
      case "0", "f", "false" -> FALSE;
      default -> {
        String quoted = GoText.quote(value);
        throw new BadValueException(
            "failed to parse Tristate "
                + quoted
                + ": strconv.ParseBool: parsing "
                + quoted
                + ": invalid syntax");
      }
    };
  }

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
