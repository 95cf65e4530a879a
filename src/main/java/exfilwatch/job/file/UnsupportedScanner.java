package exfilwatch.job.file;

import exfilwatch.job.RawRecord;
import org.jspecify.annotations.Nullable;

/** One record for a whole file of a kind that is not read: it says what to do. */
final class UnsupportedScanner extends RecordScanner {

  private final String advice;
  private boolean said;

  UnsupportedScanner(Source source, int maxRecordBytes) {
    super(source, maxRecordBytes);
    this.advice = source.kind().advice();
  }

  @Override
  @Nullable RawRecord scan() {
    if (said) {
      return null;
    }
    said = true;
    return problem(RawRecord.UNSUPPORTED + ": " + advice);
  }
}
