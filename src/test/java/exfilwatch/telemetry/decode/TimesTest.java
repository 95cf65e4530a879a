package exfilwatch.telemetry.decode;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TimesTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          2024-05-01T10:11:12Z               | 2024-05-01T10:11:12Z
          2024-05-01T10:11Z                  | 2024-05-01T10:11:00Z
          2024-05-01T10:11:12.7Z             | 2024-05-01T10:11:12.700Z
          2024-05-01T10:11:12.59Z            | 2024-05-01T10:11:12.590Z
          2024-05-01T10:11:12.1234567Z       | 2024-05-01T10:11:12.123Z
          2024-05-01T10:11:12.74626000Z      | 2024-05-01T10:11:12.746Z
          2024-05-01T10:11:12.123456789+02:00| 2024-05-01T08:11:12.123Z
          2024-05-01T10:11:12-0330           | 2024-05-01T13:41:12Z
          2024-05-01T10:11:12+02             | 2024-05-01T08:11:12Z
          2024-05-01 10:11:12.320            | 2024-05-01T10:11:12.320Z
          2024-05-01 10:11:12                | 2024-05-01T10:11:12Z
          2024-05-01 10:11:12.320 UTC        | 2024-05-01T10:11:12.320Z
          2024-02-29T00:00:00Z               | 2024-02-29T00:00:00Z
          1714558272                         | 2024-05-01T10:11:12Z
          1714558272.699                     | 2024-05-01T10:11:12.699Z
          1714558272.6                       | 2024-05-01T10:11:12.600Z
          1714558272123                      | 2024-05-01T10:11:12.123Z
          1714558272123456                   | 2024-05-01T10:11:12.123Z
          133590318721234567                 | 2024-05-01T10:11:12.123Z
          1714558272123456789                | 2024-05-01T10:11:12.123Z
          1.714558272E9                      | 2024-05-01T10:11:12Z
          116444736000000000                 | 1970-01-01T00:00:00Z
          """)
  void readsEveryForm(String text, Instant expected) {
    assertThat(Instant.ofEpochMilli(Times.parse(text))).isEqualTo(expected);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "x",
        "18:32:29.470",
        "2024-05-01",
        "2024-13-01T00:00:00Z",
        "2023-02-29T00:00:00Z",
        "2024-05-01T24:00:00Z",
        "2024-05-01T10:60:00Z",
        "2024-05-01T10:11:60Z",
        "2024-05-01T10:11:12.Zulu",
        "2024-05-01T10:11:12.1234567890Z",
        "2024-05-01T10:11:12+2:00",
        "2024-05-01X10:11:12Z",
        "2024-05-01T10:11:12+19:00",
        "-1714558272",
        "1e999",
        "1e9e9",
        "99999999999999999999",
        ".5",
        "2024-05-01T10:11:",
        "1714558272.x"
      })
  void refusesTheRest(String text) {
    assertThat(Times.parse(text)).isEqualTo(Times.INVALID);
  }

  @Property
  void agreesWithJavaTime(
      @ForAll @LongRange(min = -60_000_000_000L, max = 250_000_000_000L) long second,
      @ForAll @IntRange(min = 0, max = 999_999_999) int nano,
      @ForAll @IntRange(min = -18 * 60, max = 18 * 60) int offset) {
    OffsetDateTime time =
        Instant.ofEpochSecond(second, nano).atOffset(ZoneOffset.ofTotalSeconds(offset * 60));
    long expected = Instant.ofEpochSecond(second, nano).toEpochMilli();
    assertThat(Times.parse(DateTimeFormatter.ISO_OFFSET_DATE_TIME.format(time)))
        .isEqualTo(expected);
    LocalDateTime utc = LocalDateTime.ofEpochSecond(second, nano, ZoneOffset.UTC);
    assertThat(Times.parse(DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss.SSS").format(utc)))
        .isEqualTo(expected);
  }

  @Property
  void neverThrows(@ForAll String text) {
    Times.parse(text);
    Times.parse("2024-05-01T10:11:12" + text);
  }
}
