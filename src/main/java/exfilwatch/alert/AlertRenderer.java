package exfilwatch.alert;

import exfilwatch.correlation.Incident;

/** Makes alerts of one format; not for several threads at once. */
public interface AlertRenderer {

  /** One document for one stage; its id depends on the incident and the stage only. */
  Alert render(Incident incident);
}
