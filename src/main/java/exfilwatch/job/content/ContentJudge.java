package exfilwatch.job.content;

import exfilwatch.detection.ContentException;
import exfilwatch.detection.DetectionContent;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Decides which changes can be applied. Changes that come together are judged together, so it does
 * not matter what would be in between; when they aren't good together, those that are good without
 * the bad ones are taken.
 */
public final class ContentJudge {

  private final DetectionContent submitted;

  /**
   * @param submitted what the job was submitted with, and what changes are relative to
   */
  public ContentJudge(DetectionContent submitted) {
    this.submitted = submitted;
  }

  /**
   * What is in force afterwards.
   *
   * @param update all changes that were taken so far
   * @param refused why each of the others was not taken, by id
   */
  public record Verdict(
      ContentUpdate update, DetectionContent content, Map<String, String> refused) {}

  /** What comes of changes that were taken before, relative to perhaps other submitted content. */
  public Verdict again(ContentUpdate update) {
    return judge(Map.of(), update.changes(), update.number());
  }

  /**
   * Judges changes.
   *
   * @param accepted what is in force
   * @param changes by id; null removes
   * @param number of the version that comes out
   */
  public Verdict judge(
      Map<String, @Nullable String> accepted, Map<String, @Nullable String> changes, long number) {
    Map<String, @Nullable String> taken = new HashMap<>(accepted);
    taken.putAll(changes);
    try {
      return new Verdict(new ContentUpdate(number, taken), submitted.with(taken, number), Map.of());
    } catch (ContentException | RuntimeException | StackOverflowError e) {
      return oneByOne(accepted, changes, number);
    }
  }

  /** Again and again, since one may be good only after another. */
  private Verdict oneByOne(
      Map<String, @Nullable String> accepted, Map<String, @Nullable String> changes, long number) {
    Map<String, @Nullable String> taken = new HashMap<>(accepted);
    DetectionContent content = good(taken, number);
    Map<String, @Nullable String> open = new LinkedHashMap<>(changes);
    Map<String, String> refused = new LinkedHashMap<>();
    int before;
    do {
      before = open.size();
      refused.clear();
      for (String id : new LinkedHashMap<>(open).keySet()) {
        Map<String, @Nullable String> more = new HashMap<>(taken);
        more.put(id, open.get(id));
        try {
          content = submitted.with(more, number);
          taken = more;
          open.remove(id);
        } catch (ContentException e) {
          refused.put(id, String.valueOf(e.getMessage()));
        } catch (RuntimeException | StackOverflowError e) {
          refused.put(id, id + ": can't be read: " + e.getClass().getSimpleName());
        }
      }
    } while (!open.isEmpty() && open.size() < before);
    return new Verdict(new ContentUpdate(number, taken), content, refused);
  }

  private DetectionContent good(Map<String, @Nullable String> taken, long number) {
    try {
      return submitted.with(taken, number);
    } catch (ContentException e) {
      throw new IllegalStateException("content that was good is not", e);
    }
  }
}
