package exfilwatch.bench;

import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.typeinfo.PrimitiveArrayTypeInfo;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/** Moves the bytes and does nothing with them. */
final class PassThrough implements Contender {

  private static final long serialVersionUID = 1;

  @Override
  public String name() {
    return "pass-through";
  }

  @Override
  public void define(StreamExecutionEnvironment env, Input input) {
    input
        .read(
            env,
            (record, out) -> out.collect(record.bytes()),
            PrimitiveArrayTypeInfo.BYTE_PRIMITIVE_ARRAY_TYPE_INFO,
            WatermarkStrategy.noWatermarks())
        .sinkTo(new Discard<>());
  }
}
