package exfilwatch.job.content;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Says that a subtask goes by all changes before an offset.
 *
 * @param subtasks how many there are
 * @param next the offset of the next change
 * @param update what changed; null when nothing did, or another subtask tells it
 * @param statuses what became of the change; empty when another subtask tells it
 */
public record AppliedChange(
    int subtask,
    int subtasks,
    long next,
    @Nullable ContentUpdate update,
    List<ContentStatus> statuses) {}
