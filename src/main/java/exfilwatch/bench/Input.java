package exfilwatch.bench;

import exfilwatch.job.DetectionGraph;
import exfilwatch.job.RecordDecoder;
import java.io.IOException;
import java.io.Serializable;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/**
 * Where all jobs of a run, in whatever process, read the same records from. Closing it removes
 * them.
 */
interface Input extends AutoCloseable, Serializable {

  /** Where the records lie, for the report. */
  String name();

  <T> DataStream<T> read(
      StreamExecutionEnvironment env,
      RecordDecoder<T> decoder,
      TypeInformation<T> type,
      WatermarkStrategy<T> time);

  /** Puts what detection found where the product would. */
  void publish(DetectionGraph.Outputs outputs);

  @Override
  void close() throws IOException;
}
