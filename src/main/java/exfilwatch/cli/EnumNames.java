package exfilwatch.cli;

import java.util.Iterator;
import java.util.Locale;
import java.util.stream.Stream;

/** The values of an enum as users type them, for help and completion. */
abstract class EnumNames implements Iterable<String> {

  private final Enum<?>[] values;

  EnumNames(Enum<?>... values) {
    this.values = values;
  }

  @Override
  public Iterator<String> iterator() {
    return Stream.of(values).map(value -> value.name().toLowerCase(Locale.ROOT)).iterator();
  }
}
