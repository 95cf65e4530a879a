package exfilwatch.detection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Content by documents; ExemptionsTest and ShippedRulesTest have what it decides. */
class DetectionContentTest {

  private static final String ONE = "0d1e7f2a-6d0a-4f0e-9c55-0e0f1d2c3b41";
  private static final String TWO = "0d1e7f2a-6d0a-4f0e-9c55-0e0f1d2c3b42";

  @TempDir private Path folder;

  @Test
  void takesFilesApartAndKeepsTheirLines() throws Exception {
    String file = "# two rules\n---\n" + rule(ONE, "a") + "--- # next\n\n" + rule(TWO, "b");
    DetectionContent content = load(file);
    assertThat(content.texts()).containsKeys(ONE, TWO, DetectionContent.DESTINATIONS);
    assertThat(content.texts().get(TWO)).contains(TWO).doesNotContain(ONE);
    assertThatThrownBy(() -> load(file.replace("Image|endswith: b", "Image|endwith: b")))
        .isInstanceOf(ContentException.class)
        .hasMessageContaining("r.yml:17:");
  }

  @Test
  void theVersionGoesByTheTextsAlone() throws Exception {
    String together = load(rule(ONE, "a") + "---\n" + rule(TWO, "b")).version().hash();
    assertThat(together).matches("[0-9a-f]{12}");
    assertThat(load(rule(TWO, "b") + "---\n" + rule(ONE, "a")).version().hash())
        .isEqualTo(together);
    DetectionContent one = load(rule(ONE, "a"));
    assertThat(one.version().hash()).isNotEqualTo(together);
    assertThat(one.with(change(TWO, rule(TWO, "b")), 3).version())
        .isEqualTo(new ContentVersion(3, together));
  }

  @Test
  void documentsWithoutALineBetweenStayTogether() throws Exception {
    DetectionContent content = load(rule(ONE, "a") + "...\n---\n" + rule(TWO, "b"));
    assertThat(content.rules().rule(TWO)).isPresent();
  }

  @Test
  void keepsAtLeastOneRuleForStarts() throws Exception {
    DetectionContent content = load(rule(ONE, "a"));
    assertThatThrownBy(() -> content.with(change(ONE, null), 1))
        .isInstanceOf(ContentException.class)
        .hasMessageContaining("keep at least one");
  }

  private static Map<String, @Nullable String> change(String id, @Nullable String text) {
    Map<String, @Nullable String> change = new HashMap<>();
    change.put(id, text);
    return change;
  }

  private DetectionContent load(String text) throws Exception {
    Files.writeString(folder.resolve("r.yml"), text);
    return DetectionContent.load(List.of(folder));
  }

  private static String rule(String id, String image) {
    return """
    title: Rule %s
    id: %s
    logsource: {category: process_creation}
    detection:
      selection:
        Image|endswith: %s
      condition: selection
    """
        .formatted(image, id, image);
  }
}
