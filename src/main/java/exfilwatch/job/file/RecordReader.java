package exfilwatch.job.file;

import exfilwatch.job.RawRecord;
import java.io.IOException;
import java.io.InterruptedIOException;
import org.apache.flink.connector.file.src.reader.BulkFormat;
import org.apache.flink.connector.file.src.util.ArrayResultIterator;
import org.apache.flink.connector.file.src.util.Pool;
import org.apache.flink.connector.file.src.util.RecordAndPosition;
import org.jspecify.annotations.Nullable;

/** Hands records over in batches, few at a time, so that the heap is bounded by their bytes. */
final class RecordReader implements BulkFormat.Reader<RawRecord> {

  private static final int BATCH_RECORDS = 1024;
  private static final int BATCH_BYTES = 1 << 20;
  private static final int BATCHES = 3;

  private final RecordScanner scanner;
  private final Reading reading;
  private final Pool<Batch> pool = new Pool<>(BATCHES);
  private long handedOver;

  RecordReader(RecordScanner scanner, Reading reading) {
    this.scanner = scanner;
    this.reading = reading;
    for (int i = 0; i < BATCHES; i++) {
      pool.add(new Batch(pool.recycler()));
    }
  }

  /** The array is used again once the batch has been worked off. */
  private static final class Batch {
    final RawRecord[] records = new RawRecord[BATCH_RECORDS];
    final ArrayResultIterator<RawRecord> iterator;

    Batch(Pool.Recycler<Batch> recycler) {
      iterator = new ArrayResultIterator<>(() -> recycler.recycle(this));
    }
  }

  void skip(long records) throws IOException {
    while (handedOver < records && scanner.next() != null) {
      handedOver++;
    }
  }

  @Override
  public BulkFormat.@Nullable RecordIterator<RawRecord> readBatch() throws IOException {
    if (reading.isOver()) {
      return null;
    }
    Batch batch = emptyBatch();
    int count = 0;
    int bytes = 0;
    while (count < BATCH_RECORDS && bytes < BATCH_BYTES) {
      RawRecord record = scanner.next();
      if (record == null) {
        break;
      }
      batch.records[count++] = record;
      bytes += record.bytes().length;
    }
    if (count == 0) {
      return null;
    }
    batch.iterator.set(batch.records, count, RecordAndPosition.NO_OFFSET, handedOver);
    handedOver += count;
    return batch.iterator;
  }

  private Batch emptyBatch() throws IOException {
    try {
      return pool.pollEntry();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted while the batches before were worked off");
    }
  }

  @Override
  public void close() throws IOException {
    scanner.close();
  }
}
