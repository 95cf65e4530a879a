package exfilwatch.job;

import exfilwatch.alert.Alert;
import exfilwatch.correlation.CaseEvent;
import exfilwatch.correlation.ConnectionTotals;
import exfilwatch.correlation.DestinationTotal;
import exfilwatch.correlation.HostSummary;
import exfilwatch.correlation.Incident;
import exfilwatch.correlation.IncidentState;
import exfilwatch.correlation.PatternOutcome;
import exfilwatch.correlation.SimilarIncidents;
import exfilwatch.correlation.StormBucket;
import exfilwatch.correlation.Suspect;
import exfilwatch.telemetry.Event;
import org.apache.flink.types.PojoTestUtils;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What crosses operators or lives in state must evolve and be fast: POJO types, nothing by Kryo.
 */
class SerializationTest {

  @ParameterizedTest
  @ValueSource(
      classes = {
        RawRecord.class,
        Decoded.class,
        DeadLetter.class,
        Event.class,
        Suspect.class,
        CaseEvent.class,
        PatternOutcome.class,
        IncidentState.class,
        ConnectionTotals.class,
        DestinationTotal.class,
        Incident.class,
        SimilarIncidents.class,
        StormBucket.class,
        HostSummary.class,
        Alert.class
      })
  void isAPojoWithoutKryo(Class<?> type) {
    PojoTestUtils.assertSerializedAsPojoWithoutKryo(type);
  }
}
