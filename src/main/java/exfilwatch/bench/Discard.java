package exfilwatch.bench;

import org.apache.flink.api.connector.sink2.Sink;
import org.apache.flink.api.connector.sink2.SinkWriter;
import org.apache.flink.api.connector.sink2.WriterInitContext;

/** Takes everything, keeps nothing, and tells the stopwatch of the end. */
class Discard<T> implements Sink<T> {

  private static final long serialVersionUID = 1;

  /** What happens with an element. */
  void take(T element) {}

  @Override
  public SinkWriter<T> createWriter(WriterInitContext context) {
    return new SinkWriter<>() {
      @Override
      public void write(T element, Context ignored) {
        take(element);
      }

      @Override
      public void flush(boolean endOfInput) {
        if (endOfInput) {
          Stopwatch.end();
        }
      }

      @Override
      public void close() {}
    };
  }
}
