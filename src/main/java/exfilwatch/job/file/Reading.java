package exfilwatch.job.file;

import java.io.Closeable;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.Serializable;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * How far the files of a run have been read, and whether reading is to end before their end. Flink
 * copies the source that holds it; within this JVM every copy leads back to the one object. Threads
 * may share it.
 */
public final class Reading implements Serializable, Closeable {

  private static final long serialVersionUID = 1;
  private static final Map<String, Reading> OPEN = new ConcurrentHashMap<>();

  private final String id = UUID.randomUUID().toString();
  private final transient AtomicLong bytes = new AtomicLong();
  private final transient CompletableFuture<Void> stop = new CompletableFuture<>();
  private transient volatile long total;
  private transient volatile boolean whole;

  public Reading() {
    OPEN.put(id, this);
  }

  /**
   * Asks to read no further: what comes after the records in hand is left. While a pipe is being
   * copied, only that ends, and what has come through it is read.
   */
  public void stop() {
    stop.complete(null);
  }

  public boolean isStopped() {
    return stop.isDone();
  }

  /** Whether the files are to be read no further. */
  public boolean isOver() {
    return isStopped() && !whole;
  }

  /** Bytes read from the disk, or until {@link #total} is known from standard input. */
  public long bytes() {
    return total == 0 ? bytes.get() : Math.min(bytes.get(), total); // pieces overlap by a buffer
  }

  /** Bytes of all files; 0 until they have been found. */
  public long total() {
    return total;
  }

  /** Done when {@link #stop} is called. */
  CompletableFuture<Void> stopped() {
    return stop;
  }

  void found(long totalBytes) {
    bytes.set(0);
    whole = isStopped();
    total = totalBytes;
  }

  /** Counts what is read from a stream. */
  InputStream metered(InputStream in) {
    return new FilterInputStream(in) {
      @Override
      public int read(byte[] target, int offset, int length) throws IOException {
        int n = in.read(target, offset, length);
        bytes.addAndGet(Math.max(n, 0));
        return n;
      }
    };
  }

  private Object writeReplace() {
    return new Handle(id);
  }

  private record Handle(String id) implements Serializable {
    private Object readResolve() {
      return Objects.requireNonNull(OPEN.get(id), "files are read in the JVM that found them");
    }
  }

  @Override
  public void close() {
    OPEN.remove(id);
  }
}
