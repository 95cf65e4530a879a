package exfilwatch.correlation;

import exfilwatch.correlation.CaseEvent.Step;
import org.apache.flink.cep.EventComparator;

/** Of two events of one timestamp the start comes first, because a source may round both. */
final class StartFirst implements EventComparator<CaseEvent> {

  private static final long serialVersionUID = 1;

  @Override
  public int compare(CaseEvent a, CaseEvent b) {
    return Boolean.compare(a.step() == Step.CONNECTION, b.step() == Step.CONNECTION);
  }
}
