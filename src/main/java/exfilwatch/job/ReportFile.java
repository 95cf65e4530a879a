package exfilwatch.job;

import exfilwatch.report.HtmlReport;
import exfilwatch.report.HuntFacts;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.jspecify.annotations.Nullable;

/**
 * The page that a hunt was asked for: the alerts are kept in a temporary file while it runs, and the
 * page is written at its end. Nothing happens where none was asked for.
 */
final class ReportFile implements Closeable {

  private final @Nullable Path page;
  private final @Nullable Path alerts;

  private ReportFile(@Nullable Path page, @Nullable Path alerts) {
    this.page = page;
    this.alerts = alerts;
  }

  /**
   * Finds out before the job runs whether it can be written; a page that is there stays until then.
   *
   * @throws SetupException when not
   */
  static ReportFile at(@Nullable String file) throws IOException {
    if (file == null) {
      return new ReportFile(null, null);
    }
    if (file.equals(LineSink.STDOUT)) {
      throw new SetupException("--report: name a file; standard output is for alerts");
    }
    try {
      Path page = Path.of(file);
      boolean isNew = Files.notExists(page);
      Files.newOutputStream(page, StandardOpenOption.CREATE, StandardOpenOption.APPEND).close();
      if (isNew) {
        Files.delete(page); // so that a hunt in its folder doesn't read it
      }
      Path alerts = Files.createTempFile("exfilwatch-", ".alerts");
      alerts.toFile().deleteOnExit();
      return new ReportFile(page, alerts);
    } catch (IOException | InvalidPathException e) {
      throw new SetupException(
          "--report "
              + file
              + ": can't be written ("
              + e.getMessage()
              + "); name a file in a folder that exists");
    }
  }

  DataStream<Decoded> note(DataStream<Decoded> telemetry) {
    return page == null ? telemetry : telemetry.map(new TakeNotes()).uid("hunt-notes");
  }

  /** ECS documents, one a line. */
  void keep(DataStream<byte[]> lines) {
    if (alerts != null) {
      BoundedJob.write(lines, alerts.toString(), "report-alerts");
    }
  }

  void write(HuntFacts facts) throws IOException {
    if (page != null && alerts != null) {
      new HtmlReport(facts).write(alerts, page);
    }
  }

  @Override
  public void close() throws IOException {
    if (alerts != null) {
      Files.deleteIfExists(alerts);
    }
  }
}
