package exfilwatch.job.file;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LayoutTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "'{\"a\":1}\n{\"b\":2}\n'             | LINES",
        "'{\"a\":1}'                          | LINES",
        "'{\"a\":1}\r\n'                      | LINES",
        "''                                   | LINES",
        "'\n \n'                              | LINES",
        "'exporting ...\n{\"a\":1}\n'         | LINES",
        "'a,b,c\n1,2,3'                       | LINES",
        "'{\"a\":1} x\n{\"b\":2}\n'           | LINES",
        // Lines that were cut off
        "'{\"a\": {\"b\": 1,\n{\"a\":1}\n'    | LINES",
        "'{\"a\": \"b\n{\"a\":1}\n'           | LINES",
        "'{\"a\": [1,\n{\"a\":1}\n{\"a\":1}'  | LINES",
        "'{\n{\"a\":1}'                       | LINES",
        "'{\"a\":1'                           | LINES",
        // Lines mean nothing
        "'[{\"a\":1}]'                        | VALUES",
        "' \n [\n'                            | VALUES",
        "'{\n  \"a\": 1\n}\n'                 | VALUES",
        "'{ \"a\": {\n\"b\": 1}}\n'           | VALUES",
        "'{\"a\":1}{\"b\":2}'                 | VALUES",
        "'{\"a\":1},\n{\"b\":2}'              | VALUES",
        "'Record 1\n{\n'                      | VALUES",
        "'Record 1\n<?xml ?>\n<Event>'        | XML",
        "'<Event xmlns=\"x\">'                 | XML",
        "' \n<?xml version=\"1.0\"?><Events>'  | XML",
      })
  void isToldFromTheBeginning(String head, Layout expected) {
    assertThat(Layout.of(head.getBytes(UTF_8), true)).isEqualTo(expected);
  }

  @Test
  void aBigFirstValueOnManyLinesIsPrettyPrinted() {
    String head = "{\n" + "\"a\": [1, 2],\n".repeat(6000);
    assertThat(Layout.of(head.substring(0, Layout.SNIFF_BYTES).getBytes(UTF_8), false))
        .isEqualTo(Layout.VALUES);
    String line = head.replace("\n", "");
    assertThat(Layout.of(line.substring(0, Layout.SNIFF_BYTES).getBytes(UTF_8), false))
        .isEqualTo(Layout.LINES);
  }

  @Test
  void tenThousandLevelsAreALine() {
    assertThat(Layout.of("{\"a\":".repeat(10_000).getBytes(UTF_8), true)).isEqualTo(Layout.LINES);
  }
}
