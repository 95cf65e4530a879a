package exfilwatch.job.file;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/**
 * A stream that ends where it can't be opened or read any further, and knows why: what was read
 * until then still counts.
 */
final class GuardedInput extends InputStream {

  private final Opener opener;
  private @Nullable InputStream in;
  private @Nullable String failure;

  GuardedInput(Opener opener) {
    this.opener = opener;
  }

  /** Opens the stream at the first read. */
  @FunctionalInterface
  interface Opener {
    InputStream open() throws IOException;
  }

  /** Why the stream ended; null when it has its natural end. */
  @Nullable String failure() {
    return failure;
  }

  @Override
  public int read() {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
  }

  @Override
  public int read(byte[] target, int offset, int length) {
    if (failure != null) {
      return -1;
    }
    try {
      if (in == null) {
        in = opener.open();
      }
      return in.read(target, offset, length);
    } catch (EOFException e) {
      failure = "the file ends too early";
      return -1;
    } catch (IOException e) {
      failure = e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
      return -1;
    }
  }

  @Override
  public void close() throws IOException {
    if (in != null) {
      in.close();
    }
  }
}
