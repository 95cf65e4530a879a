package exfilwatch.job.config;

import java.io.Serializable;
import java.time.Duration;

/**
 * When incidents are counted instead of told one by one.
 *
 * @param window an incident like one that is at most so old is counted with it; zero tells all
 * @param longest after so long one of them is told again
 * @param storm more incidents than this within {@code stormSpan} become summaries by host
 */
public record SuppressionConfig(Duration window, Duration longest, int storm, Duration stormSpan)
    implements Serializable {

  public static final SuppressionConfig DEFAULT =
      new SuppressionConfig(Duration.ofHours(1), Duration.ofDays(1), 100, Duration.ofMinutes(5));
}
