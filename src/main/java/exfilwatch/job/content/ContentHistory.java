package exfilwatch.job.content;

import exfilwatch.detection.DetectionContent;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Judges change after change. The same changes come to the same content wherever they are judged,
 * so every subtask does it by itself. Changes of one publication wait for its end.
 */
public final class ContentHistory {

  private final ContentJudge judge;
  private final Map<String, ContentRecord> waiting = new LinkedHashMap<>();
  private ContentUpdate accepted;
  private DetectionContent current;
  private long next;

  /** Goes on where it was, relative to perhaps other submitted content. */
  public ContentHistory(DetectionContent submitted, ContentPosition from) {
    judge = new ContentJudge(submitted);
    ContentJudge.Verdict verdict = judge.again(from.accepted());
    accepted = verdict.update();
    current = verdict.content();
    next = from.next();
    from.waiting().forEach(record -> waiting.put(record.id(), record));
  }

  public DetectionContent current() {
    return current;
  }

  public ContentPosition position() {
    return new ContentPosition(next, accepted, List.copyOf(waiting.values()));
  }

  /**
   * Judges a record.
   *
   * @return what became of the changes that it completes; empty when they wait for an end
   */
  public List<ContentStatus> take(ContentRecord record) {
    next = record.offset() + 1;
    if (record.isEnd()) {
      Map<String, @Nullable String> changes = new LinkedHashMap<>();
      waiting.values().forEach(change -> changes.put(change.id(), change.text()));
      waiting.clear();
      dropOthers(record.remaining(), changes);
      return new Judging(record.publication()).all(changes);
    }
    if (record.publication() != null) {
      waiting.put(record.id(), record);
      return List.of();
    }
    waiting.remove(record.id());
    return new Judging(null).one(record.id(), record.text());
  }

  ContentUpdate accepted() {
    return accepted;
  }

  /** A publication may say what there is to be; the catalogue stays where it says nothing of it. */
  private void dropOthers(List<String> remaining, Map<String, @Nullable String> changes) {
    if (remaining.isEmpty()) {
      return;
    }
    for (String id : current.texts().keySet()) {
      if (!remaining.contains(id) && !id.equals(DetectionContent.DESTINATIONS)) {
        changes.putIfAbsent(id, null);
      }
    }
  }

  /** One judgement, and what is told of it. */
  private final class Judging {

    private final @Nullable String publication;
    private final List<ContentStatus> statuses = new ArrayList<>();
    private int refused;

    Judging(@Nullable String publication) {
      this.publication = publication;
    }

    List<ContentStatus> one(String id, @Nullable String text) {
      Map<String, @Nullable String> change = new HashMap<>();
      change.put(id, text);
      judge(change);
      return statuses;
    }

    List<ContentStatus> all(Map<String, @Nullable String> changes) {
      judge(changes);
      int taken = statuses.size() - refused;
      tell(ContentRecord.END, refused == 0, taken + " accepted, " + refused + " refused");
      return statuses;
    }

    private void judge(Map<String, @Nullable String> changes) {
      Map<String, String> before = current.texts();
      Map<String, @Nullable String> possible = new TreeMap<>();
      Map<String, String> impossible = new LinkedHashMap<>();
      changes.forEach(
          (id, text) -> {
            if (id.isEmpty()) {
              impossible.put(id, "the record has no key; write the id of its document");
            } else if (text == null && !before.containsKey(id)) {
              impossible.put(id, id + ": is not there; nothing to remove");
            } else {
              possible.put(id, text);
            }
          });
      ContentJudge.Verdict verdict =
          judge.judge(accepted.changes(), possible, accepted.number() + 1);
      if (!verdict.update().changes().equals(accepted.changes())) {
        accepted = verdict.update();
        current = verdict.content();
      }
      impossible.forEach(this::refuse);
      verdict.refused().forEach(this::refuse);
      Map<String, String> after = current.texts();
      possible.keySet().stream()
          .filter(id -> !verdict.refused().containsKey(id))
          .forEach(id -> tell(id, true, difference(before.get(id), after.get(id))));
    }

    private void refuse(String id, String why) {
      refused++;
      tell(id, false, why);
    }

    private void tell(String id, boolean good, String message) {
      statuses.add(
          new ContentStatus(
              id,
              publication,
              good,
              message,
              accepted.number(),
              current.version().hash(),
              Clock.systemUTC().millis()));
    }

    private String difference(@Nullable String before, @Nullable String after) {
      if (before == null || after == null) {
        return after == null ? "removed" : "added";
      }
      return before.strip().equals(after.strip()) ? "unchanged" : "changed";
    }
  }
}
