package exfilwatch.rclone;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Which way the content of files goes. */
public enum Direction {
  UPLOAD,
  DOWNLOAD,
  REMOTE_TO_REMOTE,
  LOCAL,
  NONE;

  /** A null end is standard input or output. */
  static Direction between(@Nullable Remote source, @Nullable Remote destination) {
    boolean fromHere = source == null || source.isLocal();
    boolean toHere = destination == null || destination.isLocal();
    if (fromHere) {
      return toHere ? LOCAL : UPLOAD;
    }
    return toHere ? DOWNLOAD : REMOTE_TO_REMOTE;
  }

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
