package exfilwatch.bench;

import exfilwatch.job.DetectionGraph;
import exfilwatch.job.RawRecord;
import exfilwatch.job.RecordDecoder;
import exfilwatch.job.file.InputFiles;
import exfilwatch.job.file.ReadLimits;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.functions.RichFlatMapFunction;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.util.Collector;

/**
 * Files, one for each subtask, each in the order of time and in one piece, as partitions would be.
 */
final class FileInput implements Input {

  private static final long serialVersionUID = 1;

  private static final ReadLimits ONE_PIECE =
      new ReadLimits(ReadLimits.DEFAULT.maxRecordBytes(), Long.MAX_VALUE);

  private final String folder;
  private final List<String> files;

  private FileInput(Path folder, List<Path> files) {
    this.folder = folder.toString();
    this.files = files.stream().map(Path::toString).toList();
  }

  /** Writes the records to temporary files. */
  static FileInput write(Workload workload, int parallelism) throws IOException {
    Path folder = Files.createTempDirectory("exfilwatch-bench");
    List<Path> files = new ArrayList<>();
    List<OutputStream> outs = new ArrayList<>();
    try {
      for (int i = 0; i < parallelism; i++) {
        files.add(folder.resolve("telemetry-" + i + ".ndjson"));
        outs.add(new BufferedOutputStream(Files.newOutputStream(files.get(i)), 1 << 16));
      }
      workload.write(
          (number, record) -> {
            OutputStream out = outs.get((int) (number % parallelism));
            out.write(record);
            out.write('\n');
          });
    } finally {
      for (OutputStream out : outs) {
        out.close();
      }
    }
    return new FileInput(folder, files);
  }

  @Override
  public String name() {
    return "files";
  }

  @Override
  public <T> DataStream<T> read(
      StreamExecutionEnvironment env,
      RecordDecoder<T> decoder,
      TypeInformation<T> type,
      WatermarkStrategy<T> time) {
    InputFiles found = InputFiles.find(files, InputStream.nullInputStream());
    return env.fromSource(found.source(ONE_PIECE), WatermarkStrategy.noWatermarks(), "files")
        .flatMap(new Decoding<>(new Timed<>(decoder)))
        .returns(type)
        .assignTimestampsAndWatermarks(time);
  }

  @Override
  public void publish(DetectionGraph.Outputs outputs) {
    outputs.deadLetters().sinkTo(new Discard<>());
    outputs.late().sinkTo(new Discard<>());
  }

  @Override
  public void close() throws IOException {
    for (String file : files) {
      Files.deleteIfExists(Path.of(file));
    }
    Files.deleteIfExists(Path.of(folder));
  }

  /** Decodes in a flow of its own, as the Kafka source does by itself. */
  private static final class Decoding<T> extends RichFlatMapFunction<RawRecord, T> {

    private static final long serialVersionUID = 1;

    private final RecordDecoder<T> decoder;

    Decoding(RecordDecoder<T> decoder) {
      this.decoder = decoder;
    }

    @Override
    public void open(OpenContext context) {
      decoder.open(getRuntimeContext().getMetricGroup());
    }

    @Override
    public void flatMap(RawRecord record, Collector<T> out) {
      decoder.decode(record, out);
    }
  }
}
