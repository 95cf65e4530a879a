package exfilwatch.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class LineDiffTest {

  @Test
  void showsChangedLinesWithTwoAround() {
    assertThat(LineDiff.of("a\nb\nc\nd\ne\nf\n", "a\nb\nc\nd\nx\nf\ng\n"))
        .containsExactly("  …", "  c", "  d", "- e", "+ x", "  f", "+ g");
  }

  @Test
  void leavesOutWhatIsFarFromAChange() {
    assertThat(LineDiff.of("1\n2\n3\n4\n5\n6\n7\n8", "0\n2\n3\n4\n5\n6\n7\n9"))
        .containsExactly("- 1", "+ 0", "  2", "  3", "  …", "  6", "  7", "- 8", "+ 9");
  }

  @Test
  void equalTextsHaveNone() {
    assertThat(LineDiff.of("a\nb\n\n", "a\nb")).isEmpty();
  }
}
