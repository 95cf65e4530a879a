package exfilwatch.correlation;

import java.util.ArrayList;
import java.util.List;

/** The incidents that were opened within one span of time. A mutable POJO. */
public final class StormBucket {

  /** Ids of those that are told one by one, up to the limit. */
  public List<String> told = new ArrayList<>();

  /** Hosts with a summary. */
  public int hosts;

  public StormBucket() {}
}
