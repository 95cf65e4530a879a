package exfilwatch.alert;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import exfilwatch.alert.Guide.Question;
import exfilwatch.alert.query.Queries;

/** {@code exfil.guide}. */
final class GuideFields {

  private GuideFields() {}

  static void add(ObjectNode node, Guide guide) {
    ObjectNode json = node.putObject("guide");
    Ecs.put(json, "seen", guide.seen());
    ArrayNode questions = json.putArray("questions");
    for (Question question : guide.questions()) {
      ObjectNode item = questions.addObject().put("question", question.question());
      Ecs.put(item, "answer", question.answer());
      if (question.answer() == null) {
        item.put("open", true);
      }
      Queries look = question.look();
      if (look != null) {
        item.putObject("query")
            .put("esql", look.esql())
            .put("eql", look.eql())
            .put("kql", look.kql())
            .put("spl", look.spl());
      }
    }
    Ecs.put(json, "response", guide.response());
    Ecs.put(json, "collect", guide.collect());
    json.put("markdown", guide.markdown());
  }
}
