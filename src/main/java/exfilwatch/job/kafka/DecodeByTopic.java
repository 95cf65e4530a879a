package exfilwatch.job.kafka;

import exfilwatch.job.Decode;
import exfilwatch.job.Decoded;
import exfilwatch.job.RawRecord;
import exfilwatch.job.RecordDecoder;
import exfilwatch.job.config.KafkaConfig.Telemetry;
import java.util.HashMap;
import org.apache.flink.util.Collector;

/** Decodes each topic's records as what the configuration says they are. */
public final class DecodeByTopic implements RecordDecoder<Decoded> {

  private static final long serialVersionUID = 1;

  private final Telemetry telemetry;
  private final HashMap<String, Decode> decoders = new HashMap<>();
  private final HashMap<String, String> sources = new HashMap<>();

  public DecodeByTopic(Telemetry telemetry) {
    this.telemetry = telemetry;
  }

  @Override
  public void decode(RawRecord record, Collector<Decoded> out) {
    String source = sources.computeIfAbsent(record.origin(), this::sourceOf);
    decoders.computeIfAbsent(source, Decode::new).flatMap(record, out);
  }

  private String sourceOf(String origin) {
    return telemetry.sourceOf(Origins.topic(origin));
  }
}
