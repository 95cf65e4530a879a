package exfilwatch.simulate;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** {@code winlog.event_data} of a Beat: every value is a string, GUIDs in braces. */
record WinlogText(Json json, boolean upperGuid) implements SysmonEvent.Data {
  @Override
  public void text(String name, @Nullable String value) {
    json.put(name, value);
  }

  @Override
  public void number(String name, long value) {
    json.put(name, Long.toString(value));
  }

  @Override
  public void flag(String name, boolean value) {
    json.put(name, Boolean.toString(value));
  }

  @Override
  public void guid(String name, String value) {
    json.put(name, "{" + (upperGuid ? value : value.toLowerCase(Locale.ROOT)) + "}");
  }
}
