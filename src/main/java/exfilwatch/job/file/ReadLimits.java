package exfilwatch.job.file;

import java.io.Serializable;

/**
 * How files are read.
 *
 * @param maxRecordBytes a longer record is not decoded; bounds the heap of a reader
 * @param splitBytes plain NDJSON files are cut into pieces of this size, read in parallel
 */
public record ReadLimits(int maxRecordBytes, long splitBytes) implements Serializable {

  /** 16 MiB, the longest that the vendors' pipelines let through, and 64 MiB. */
  public static final ReadLimits DEFAULT = new ReadLimits(16 << 20, 64L << 20);

  public ReadLimits {
    if (maxRecordBytes < 1 || splitBytes < 1) {
      throw new IllegalArgumentException("limits must be positive");
    }
  }
}
