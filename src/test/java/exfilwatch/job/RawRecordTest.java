package exfilwatch.job;

import static org.assertj.core.api.Assertions.assertThat;

import org.apache.flink.types.PojoTestUtils;
import org.junit.jupiter.api.Test;

class RawRecordTest {

  @Test
  void crossesOperatorsAsPojo() {
    PojoTestUtils.assertSerializedAsPojoWithoutKryo(RawRecord.class);
  }

  @Test
  void comparesBytesByContent() {
    RawRecord one = new RawRecord("a", 1, new byte[] {1}, null);
    assertThat(one)
        .isEqualTo(new RawRecord("a", 1, new byte[] {1}, null))
        .hasSameHashCodeAs(new RawRecord("a", 1, new byte[] {1}, null))
        .isNotEqualTo(new RawRecord("a", 1, new byte[] {2}, null));
  }
}
