package exfilwatch.job.content;

import java.io.Serializable;
import org.jspecify.annotations.Nullable;

/** Where changes come from, in an order that is the same for everybody. */
public interface ContentLog extends Serializable {

  /** Reads from an offset on, until it is closed. */
  Reader open(long from);

  /** Reads in the background. */
  interface Reader extends AutoCloseable {

    /** The next record; null when there is none yet. Does not wait. */
    @Nullable ContentRecord poll();

    /** How many times the topic could not be read; it is tried again and again. */
    long errors();

    @Override
    void close();
  }
}
