package exfilwatch.job;

import exfilwatch.alert.AlertFormat;
import exfilwatch.alert.AlertRenderer;
import exfilwatch.alert.RiskWeights;
import exfilwatch.correlation.Incident;
import exfilwatch.detection.DetectionContent;
import exfilwatch.detection.Detections;
import exfilwatch.report.HtmlReport;
import exfilwatch.report.HuntFacts;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.functions.RichMapFunction;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.jspecify.annotations.Nullable;

/**
 * The page that a hunt was asked for: the alerts are kept in a temporary file while it runs, and
 * the page is written at its end. Nothing happens where none was asked for.
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
   * @param others files that the hunt writes besides; null among them are none
   * @throws SetupException when not
   */
  static ReportFile at(@Nullable String file, @Nullable String... others) throws IOException {
    if (file == null) {
      return new ReportFile(null, null);
    }
    if (file.equals(LineSink.STDOUT)) {
      throw new SetupException("--report: name a file; standard output is for alerts");
    }
    try {
      Path page = Path.of(file);
      for (String other : others) {
        if (other != null && Path.of(other).toAbsolutePath().equals(page.toAbsolutePath())) {
          throw new SetupException(
              "--report " + file + ": also the file of the alerts or dead letters; name another");
        }
      }
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

  /** Whatever format the alerts have, the report is made of ECS. */
  void keep(DataStream<Incident> incidents, DetectionContent content, GraphSettings settings) {
    if (alerts != null) {
      BoundedJob.write(
          incidents.map(new RenderForReport(content, settings.risk())).uid("report-render"),
          alerts.toString(),
          "report-alerts");
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

  /** Incidents to ECS documents, not counted because they are rendered as alerts as well. */
  @SuppressWarnings("NullAway.Init") // Flink's open() initialises
  private static final class RenderForReport extends RichMapFunction<Incident, byte[]> {

    private static final long serialVersionUID = 1;

    private final Detections.Source content;
    private final RiskWeights weights;

    private transient AlertRenderer renderer;

    RenderForReport(Detections.Source content, RiskWeights weights) {
      this.content = content;
      this.weights = weights;
    }

    @Override
    public void open(OpenContext context) {
      renderer = AlertFormat.ECS.renderer(content.compile(), weights, Clock.systemUTC());
    }

    @Override
    public byte[] map(Incident incident) {
      return renderer.render(incident).json();
    }
  }
}
