package exfilwatch.job.file;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/** Copies a pipe to a file, until its end or until the run is told to stop. */
final class Spool {

  private Spool() {}

  /** Has a thread of its own, because waiting for a silent pipe can't be ended. */
  static void copy(GuardedInput.Opener pipe, Path file, Reading reading) throws IOException {
    CompletableFuture<Void> copied = new CompletableFuture<>();
    Thread thread =
        new Thread(
            () -> {
              try (InputStream in = reading.metered(pipe.open());
                  OutputStream out = Files.newOutputStream(file)) {
                copy(in, out, reading);
                copied.complete(null);
              } catch (IOException e) {
                copied.completeExceptionally(e);
              }
            },
            "exfilwatch-spool");
    thread.setDaemon(true);
    thread.start();
    try {
      CompletableFuture.anyOf(copied, reading.stopped()).join();
    } catch (CompletionException e) {
      throw e.getCause() instanceof IOException cause ? cause : new IOException(e.getCause());
    }
  }

  private static void copy(InputStream in, OutputStream out, Reading reading) throws IOException {
    byte[] buffer = new byte[1 << 16];
    for (int n = in.read(buffer); n >= 0 && !reading.isStopped(); n = in.read(buffer)) {
      out.write(buffer, 0, n);
    }
  }
}
