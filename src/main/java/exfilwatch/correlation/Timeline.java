package exfilwatch.correlation;

import exfilwatch.telemetry.Dns;
import exfilwatch.telemetry.Event;
import java.util.ArrayList;
import java.util.List;

/**
 * When the processes of an incident ran and which names they asked for, the first of each; its
 * connections are in {@link ConnectionTotals}.
 *
 * @param processes at most {@link #MAX_PROCESSES}
 * @param names at most {@link #MAX_NAMES}
 * @param cut processes and names beyond these, each time they were seen
 */
public record Timeline(List<ProcessSpan> processes, List<NameQuery> names, long cut) {

  static final int MAX_PROCESSES = 50;
  static final int MAX_NAMES = 50;

  public static final Timeline EMPTY = new Timeline(List.of(), List.of(), 0);

  /** A start, also when another source tells of it again; of an unseen start the first activity. */
  Timeline started(CaseEvent start) {
    int known = indexOf(start.processKey());
    List<ProcessSpan> updated = new ArrayList<>(processes);
    if (known >= 0) {
      updated.set(known, processes.get(known).and(ProcessSpan.of(start)));
    } else if (updated.size() < MAX_PROCESSES) {
      updated.add(ProcessSpan.of(start));
    } else {
      return new Timeline(processes, names, cut + 1);
    }
    return new Timeline(updated, names, cut);
  }

  Timeline ended(CaseEvent end) {
    int known = indexOf(end.processKey());
    if (known < 0 || processes.get(known).ended() != 0) {
      return this;
    }
    List<ProcessSpan> updated = new ArrayList<>(processes);
    updated.set(known, processes.get(known).endedAt(end.event().time()));
    return new Timeline(updated, names, cut);
  }

  Timeline resolved(Event event, Dns dns) {
    List<NameQuery> updated = new ArrayList<>(names);
    for (int i = 0; i < names.size(); i++) {
      if (names.get(i).name().equalsIgnoreCase(dns.question())) {
        updated.set(i, names.get(i).again(event.time(), dns));
        return new Timeline(processes, updated, cut);
      }
    }
    if (names.size() >= MAX_NAMES) {
      return new Timeline(processes, names, cut + 1);
    }
    updated.add(NameQuery.of(event.time(), dns));
    return new Timeline(processes, updated, cut);
  }

  private int indexOf(String processKey) {
    for (int i = 0; i < processes.size(); i++) {
      if (processes.get(i).key().equals(processKey)) {
        return i;
      }
    }
    return -1;
  }
}
