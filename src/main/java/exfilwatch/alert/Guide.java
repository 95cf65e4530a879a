package exfilwatch.alert;

import exfilwatch.alert.query.Queries;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An investigation guide that is filled in for one incident. Its texts are Markdown of one line, in
 * which values from telemetry stand in code spans; secrets are not in it.
 *
 * @param seen what was seen on this host
 * @param questions of the published guide of the detection, and those that follow from it
 * @param response what to do, most urgent first
 * @param collect files on the host to collect
 */
record Guide(
    List<String> seen, List<Question> questions, List<String> response, List<String> collect) {

  /**
   * A question.
   *
   * @param answer from the evidence; null when it is open
   * @param look what finds the answer, or confirms it; null when there is nothing to run
   */
  record Question(String question, @Nullable String answer, @Nullable Queries look) {}

  Guide {
    seen = List.copyOf(seen);
    questions = List.copyOf(questions);
    response = List.copyOf(response);
    collect = List.copyOf(collect);
  }

  static Guide of(Evidence evidence) {
    Facts facts = new Facts(evidence);
    return new Guide(
        new GuideSeen(facts).write(),
        new GuideQuestions(facts).write(),
        new GuideResponse(facts).write(),
        facts.collect());
  }

  /** The whole as a page; of the queries those in ES|QL, because all would be too many. */
  String markdown() {
    StringBuilder page = new StringBuilder();
    list(page, "What was seen", seen);
    page.append("## Questions\n\n");
    for (Question question : questions) {
      page.append("- **").append(question.question()).append("** ");
      page.append(question.answer() == null ? "Open." : question.answer()).append('\n');
      if (question.answer() == null && question.look() != null) {
        page.append('\n').append(Md.block(question.look().esql(), "esql", "  ")).append('\n');
      }
    }
    page.append('\n');
    list(page, "Response", response);
    list(page, "Collect from the host", collect.stream().map(Md::code).toList());
    return page.toString().stripTrailing() + "\n";
  }

  private static void list(StringBuilder page, String title, List<String> items) {
    if (items.isEmpty()) {
      return;
    }
    page.append("## ").append(title).append("\n\n");
    items.forEach(item -> page.append("- ").append(item).append('\n'));
    page.append('\n');
  }
}
