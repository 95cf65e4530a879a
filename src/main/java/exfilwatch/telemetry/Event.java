package exfilwatch.telemetry;

import org.jspecify.annotations.Nullable;

/**
 * One thing that an endpoint sensor saw, in the same shape for every vendor. A plain record of
 * plain fields, because it crosses operators and lives in state (a POJO type in Flink).
 *
 * @param kind decides which of the optional parts are there
 * @param source the source's name, ECS {@code event.module}: {@code endpoint}, {@code sysmon} …
 * @param id the vendor's id of this record, the same at every delivery of it; null when it has none
 * @param time record time, epoch milliseconds UTC (never Sysmon's {@code UtcTime} of network and
 *     name-query events)
 * @param process the actor: the new process of a start, the owner of a connection or query
 * @param parent the creator of {@code process}; null when absent
 * @param user null when absent
 * @param connection only of {@link EventKind#CONNECTION}
 * @param dns only of {@link EventKind#DNS}
 * @param clockAhead whether the record's own time was too far ahead to be true, so that {@code
 *     time} is that of its arrival
 */
public record Event(
    EventKind kind,
    String source,
    @Nullable String id,
    long time,
    Host host,
    ProcessInfo process,
    @Nullable ProcessInfo parent,
    @Nullable User user,
    @Nullable Connection connection,
    @Nullable Dns dns,
    boolean clockAhead)
    implements Sighting {

  /** An event of a clock that is not ahead. */
  public Event(
      EventKind kind,
      String source,
      @Nullable String id,
      long time,
      Host host,
      ProcessInfo process,
      @Nullable ProcessInfo parent,
      @Nullable User user,
      @Nullable Connection connection,
      @Nullable Dns dns) {
    this(kind, source, id, time, host, process, parent, user, connection, dns, false);
  }

  /** This event of a clock that is ahead, at the time of its arrival. */
  public Event arrivedAt(long arrival) {
    return new Event(kind, source, id, arrival, host, process, parent, user, connection, dns, true);
  }

  /** This event with another description of its process. */
  public Event withProcess(ProcessInfo other) {
    return new Event(
        kind, source, id, time, host, other, parent, user, connection, dns, clockAhead);
  }

  /** This event with another description of its connection. */
  public Event withConnection(Connection other) {
    return new Event(kind, source, id, time, host, process, parent, user, other, dns, clockAhead);
  }

  @Override
  public Event event() {
    return this;
  }

  @Override
  public Event outline() {
    return this;
  }

  @Override
  public boolean isOf(ProgramSet programs, ProgramSet.Part part) {
    return false;
  }

  @Override
  public void addTo(ProgramSet programs, ProgramSet.Part part) {}
}
