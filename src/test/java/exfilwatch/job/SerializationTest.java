package exfilwatch.job;

import exfilwatch.alert.Alert;
import exfilwatch.correlation.CaseEvent;
import exfilwatch.correlation.ConnectionTotals;
import exfilwatch.correlation.DestinationTotal;
import exfilwatch.correlation.HostSummary;
import exfilwatch.correlation.Incident;
import exfilwatch.correlation.IncidentState;
import exfilwatch.correlation.NameQuery;
import exfilwatch.correlation.PatternOutcome;
import exfilwatch.correlation.ProcessSpan;
import exfilwatch.correlation.SimilarIncidents;
import exfilwatch.correlation.StormBucket;
import exfilwatch.correlation.Suspect;
import exfilwatch.correlation.Timeline;
import exfilwatch.job.content.AppliedChange;
import exfilwatch.job.content.ContentPosition;
import exfilwatch.job.content.ContentStatus;
import exfilwatch.job.content.ContentUpdate;
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
        DeadLetter.class,
        Event.class,
        Suspect.class,
        CaseEvent.class,
        PatternOutcome.class,
        IncidentState.class,
        ConnectionTotals.class,
        DestinationTotal.class,
        Timeline.class,
        ProcessSpan.class,
        NameQuery.class,
        Incident.class,
        SimilarIncidents.class,
        StormBucket.class,
        HostSummary.class,
        Alert.class,
        ContentUpdate.class,
        ContentPosition.class,
        AppliedChange.class,
        ContentStatus.class
      })
  void isAPojoWithoutKryo(Class<?> type) {
    PojoTestUtils.assertSerializedAsPojoWithoutKryo(type);
  }
}
