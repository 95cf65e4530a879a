package exfilwatch.job.content;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Everything in which the content in force differs from what the job was submitted with.
 *
 * @param number of the version; they rise by one
 * @param changes as {@link exfilwatch.detection.DetectionContent#with}
 */
public record ContentUpdate(long number, Map<String, @Nullable String> changes) {

  static final ContentUpdate NONE = new ContentUpdate(0, Map.of());
}
