package exfilwatch.sigma;

import static exfilwatch.sigma.Sigma.item;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** One field, its modifiers and values: Sigma specification, Modifiers Appendix. */
class ItemTest {

  static Stream<Arguments> strings() {
    return Stream.of(
        // key, value as YAML, the document's value, matches?
        arguments("f", "abc", "ABC", true),
        arguments("f", "abc", "xabc", false),
        arguments("f", "abc", "abcx", false),
        arguments("f", "ÄÖÜ", "äöü", true),
        arguments("f", "привет", "ПРИВЕТ", true),
        arguments("f", "ΣΑΣ", "σας", true),
        arguments("f", "'𐐀'", "𐐨", true),
        arguments("f", "'*𐐀?'", "x𐐨y", true),
        arguments("f", "k", "\u212a", true),
        arguments("f|cased", "abc", "abc", true),
        arguments("f|cased", "abc", "Abc", false),
        arguments("f|contains|cased", "bC", "abCd", true),
        arguments("f|contains|cased", "bc", "abCd", false),
        arguments("f|cased|startswith", "Ab", "Abc", true),
        arguments("f|cased|startswith", "ab", "Abc", false),
        arguments("f|contains", "b", "abc", true),
        arguments("f|contains", "d", "abc", false),
        arguments("f|contains", "B", "abc", true),
        arguments("f|startswith", "ab", "ABC", true),
        arguments("f|startswith", "b", "abc", false),
        arguments("f|endswith", "bc", "ABC", true),
        arguments("f|endswith", "b", "abc", false),
        arguments("f|endswith", "'\\rclone.exe'", "C:\\x\\RCLONE.EXE", true),
        arguments("f|endswith", "'\\rclone.exe'", "C:\\x\\myrclone.exe", false),
        arguments("f|contains", "[x, b]", "abc", true),
        arguments("f|contains|all", "[a, c]", "abc", true),
        arguments("f|contains|all", "[a, d]", "abc", false),
        arguments("f|all", "['a*', '*c']", "abc", true),
        arguments("f|all", "['a*', '*d']", "abc", false),
        arguments("f", "[a, b]", "b", true),
        arguments("f", "[a, b]", "c", false),
        arguments("f", "a", List.of("x", "A"), true),
        arguments("f", "a", List.of("x", "ab"), false),
        arguments("f", "a", List.of(), false),
        arguments("f|contains|all", "[a, b]", List.of("xa", "xb"), true),
        arguments("f", "a", null, false),
        arguments("f|contains", "a", null, false),
        arguments("f|neq", "a", "b", true),
        arguments("f|neq", "a", "A", false),
        arguments("f|neq", "[a, b]", "b", false),
        arguments("f|neq", "a", null, true),
        arguments("f|contains|neq", "a", "bab", false));
  }

  static Stream<Arguments> wildcards() {
    return Stream.of(
        arguments("f", "'a*'", "abc", true),
        arguments("f", "'a*'", "a", true),
        arguments("f", "'*c'", "abc", true),
        arguments("f", "'*b*'", "abc", true),
        arguments("f", "'*'", "", true),
        arguments("f", "'*'", "x", true),
        arguments("f", "'*'", null, false),
        arguments("f", "'**'", "x", true),
        arguments("f", "'a*c'", "aXXc", true),
        arguments("f", "'a*c'", "aXXcd", false),
        arguments("f", "'a*b*c'", "a1b2b3c", true),
        arguments("f", "'a?c'", "abc", true),
        arguments("f", "'a?c'", "ac", false),
        arguments("f", "'a?c'", "abbc", false),
        arguments("f", "'?'", "", false),
        arguments("f", "'??'", "😀", false),
        arguments("f", "'?'", "😀", true),
        arguments("f", "'*?😀'", "x😀", true),
        arguments("f", "'a*\n'", "a\n\nb", false),
        arguments("f", "'a*b'", "a\r\nb", true),
        arguments("f|contains", "'a*c'", "xabcx", true),
        arguments("f|startswith", "'a?c'", "abcx", true),
        arguments("f|endswith", "'a?c'", "xabc", true),
        arguments("f|endswith", "'a?c'", "abcx", false),
        // The five rows of the specification's section on escapes
        arguments("f", "'a\\b'", "a\\b", true),
        arguments("f", "'a\\\\b'", "a\\b", true),
        arguments("f", "'a\\\\b'", "a\\\\b", false),
        arguments("f", "'a\\*b'", "a*b", true),
        arguments("f", "'a\\*b'", "axb", false),
        arguments("f", "'a\\?b'", "a?b", true),
        arguments("f", "'a\\?b'", "axb", false),
        arguments("f", "'a\\\\*b'", "a\\xxb", true),
        arguments("f", "'a\\\\*b'", "a*b", false),
        arguments("f", "'a\\\\?b'", "a\\xb", true),
        arguments("f", "'a\\\\\\*b'", "a\\*b", true),
        arguments("f", "'a\\\\\\*b'", "a\\xb", false),
        arguments("f", "'a\\\\\\b'", "a\\\\b", true),
        arguments("f", "'a\\\\\\\\b'", "a\\\\b", true),
        arguments("f", "'a\\'", "a\\", true),
        arguments("f|endswith", "'\\'", "a\\", true),
        arguments("f|contains", "'\\'", "a\\b", true),
        arguments("f|contains", "'\\*'", "a*b", true),
        arguments("f|contains", "'\\*'", "ab", false),
        arguments("f", "'?:\\Program Files*'", "D:\\program files x\\a", true),
        arguments("f|startswith", "'\\\\\\\\srv\\'", "\\\\srv\\share", true));
  }

  static Stream<Arguments> specialValues() {
    return Stream.of(
        arguments("f", "null", null, true),
        arguments("f", "null", "x", false),
        arguments("f", "null", List.of(), true),
        arguments("f", "''", null, true),
        arguments("f", "''", "", true),
        arguments("f", "''", " ", false),
        arguments("f", "''", "x", false),
        arguments("f", "['', a]", "a", true),
        arguments("f", "['', a]", "b", false),
        arguments("f", "[null, a]", null, true),
        arguments("f|exists", "true", "x", true),
        arguments("f|exists", "true", "", true),
        arguments("f|exists", "true", null, false),
        arguments("f|exists", "false", null, true),
        arguments("f|exists", "false", "x", false),
        arguments("f", "443", 443, true),
        arguments("f", "443", 443L, true),
        arguments("f", "443", "443", true),
        arguments("f", "443", 4430, false),
        arguments("f", "443", "443x", false),
        arguments("f", "'443'", 443, true),
        arguments("f", "95", 95.0, true),
        arguments("f", "1.5", 1.5, true),
        arguments("f", "-1", "-1", true),
        arguments("f|startswith", "44", 443, true),
        arguments("f|contains", "4", "x4x", true),
        arguments("f", "true", "true", true),
        arguments("f", "true", true, true),
        arguments("f", "'true'", true, true),
        arguments("f", "true", "false", false),
        arguments("f", "false", "FALSE", true));
  }

  static Stream<Arguments> comparisons() {
    return Stream.of(
        arguments("f|lt", "10", 9, true),
        arguments("f|lt", "10", 10, false),
        arguments("f|lte", "10", 10, true),
        arguments("f|lte", "10", 11, false),
        arguments("f|gt", "10", 11, true),
        arguments("f|gt", "10", 10, false),
        arguments("f|gte", "10", 10, true),
        arguments("f|gte", "10", 9, false),
        arguments("f|gte", "10", "10", true),
        arguments("f|gte", "10", "9", false),
        arguments("f|gte", "10", "010", true),
        arguments("f|gt", "-1.5", "-1", true),
        arguments("f|gt", "10", "x", false),
        arguments("f|lt", "10", "", false),
        arguments("f|lt", "10", "-", false),
        arguments("f|lt", "10", null, false),
        arguments("f|lt", "10", true, false),
        arguments("f|gt", "9223372036854775807", "9223372036854775808", true),
        arguments("f|gt", "1", "1e400", true),
        arguments("f|gt", "10", List.of("x", 11), true),
        arguments("f|lt|neq", "10", 9, false),
        arguments("f|lt|neq", "10", 10, true));
  }

  static Stream<Arguments> regexes() {
    return Stream.of(
        arguments("f|re", "'b+'", "abbc", true),
        arguments("f|re", "'^b+$'", "abbc", false),
        arguments("f|re", "'^a.c$'", "abc", true),
        arguments("f|re", "'B'", "abc", false),
        arguments("f|re|i", "'B'", "abc", true),
        arguments("f|re|ignorecase", "'B'", "abc", true),
        arguments("f|re", "'(?i)B'", "abc", true),
        arguments("f|re", "'^b'", "a\nb", false),
        arguments("f|re|m", "'^b'", "a\nb", true),
        arguments("f|re", "'a.b'", "a\nb", false),
        arguments("f|re|s", "'a.b'", "a\nb", true),
        arguments("f|re|i|m|s", "'^B.C$'", "a\nb\nc", true),
        arguments("f|re", "'a\\.b'", "a.b", true),
        arguments("f|re", "'a\\.b'", "axb", false),
        arguments("f|re", "'\\d{2,3}'", "x12", true),
        arguments("f|re", "'foo?bar.*'", "fobar", true),
        arguments("f|re", "['x', 'b']", "abc", true),
        arguments("f|re|all", "['x', 'b']", "abc", false),
        arguments("f|re|i|all", "['A', 'B']", "abc", true),
        arguments("f|re|neq", "'b'", "abc", false),
        arguments("f|re|startswith", "'b|x'", "abc", false),
        arguments("f|re|endswith", "'b|c'", "abc", true),
        arguments("f|re|contains", "'b'", "abc", true),
        arguments("f|re", "'.*'", null, false));
  }

  static Stream<Arguments> networks() {
    return Stream.of(
        arguments("f|cidr", "192.168.0.0/16", "192.168.255.255", true),
        arguments("f|cidr", "192.168.0.0/16", "192.169.0.0", false),
        arguments("f|cidr", "192.168.0.0/23", "192.168.1.7", true),
        arguments("f|cidr", "192.168.0.0/23", "192.168.2.7", false),
        arguments("f|cidr", "0.0.0.0/0", "203.0.113.9", true),
        arguments("f|cidr", "203.0.113.9/32", "203.0.113.9", true),
        arguments("f|cidr", "203.0.113.9", "203.0.113.9", true),
        arguments("f|cidr", "['10.0.0.0/8', '127.0.0.0/8']", "127.0.0.1", true),
        arguments("f|cidr", "10.0.0.0/8", "10.0.0", false),
        arguments("f|cidr", "10.0.0.0/8", "10.0.0.256", false),
        arguments("f|cidr", "10.0.0.0/8", "example.com", false),
        arguments("f|cidr", "10.0.0.0/8", "", false),
        arguments("f|cidr", "10.0.0.0/8", "::ffff:10.1.2.3", true),
        arguments("f|cidr", "10.0.0.0/8", "2001:db8::1", false),
        arguments("f|cidr", "'fe80::/10'", "FE80::1", true),
        arguments("f|cidr", "'fe80::/10'", "febf:ffff::", true),
        arguments("f|cidr", "'fe80::/10'", "fec0::1", false),
        arguments("f|cidr", "'fe80::/10'", "fe80::1%eth0", true),
        arguments("f|cidr", "'2001:db8::/32'", "2001:0db8:0000:0000:0000:0000:0000:0001", true),
        arguments("f|cidr", "'2001:db8::/32'", "2001:db9::", false),
        arguments("f|cidr", "'::1/128'", "::1", true),
        arguments("f|cidr", "'::1/128'", "::2", false),
        arguments("f|cidr", "'::/0'", "::", true),
        arguments("f|cidr", "'::/0'", "1:2:3:4:5:6:7:8:9", false),
        arguments("f|cidr", "'::/0'", "1::2::3", false),
        arguments("f|cidr", "'::/0'", ":", false),
        arguments("f|cidr", "'::ffff:10.0.0.0/104'", "10.1.1.1", true),
        arguments("f|cidr|neq", "10.0.0.0/8", "203.0.113.9", true));
  }

  static Stream<Arguments> windash() {
    return Stream.of(
        arguments("f|contains|windash", "' -f '", "cmd -f x", true),
        arguments("f|contains|windash", "' -f '", "cmd /f x", true),
        arguments("f|contains|windash", "' -f '", "cmd –f x", true),
        arguments("f|contains|windash", "' -f '", "cmd —F x", true),
        arguments("f|contains|windash", "' -f '", "cmd ―f x", true),
        arguments("f|contains|windash", "' -f '", "cmd _f x", false),
        arguments("f|contains|windash", "' /f '", "cmd -f x", true),
        arguments("f|windash|contains", "' -f '", "cmd /f x", true),
        arguments("f|contains", "' -f '", "cmd /f x", false),
        arguments("f|windash", "'-param-1 -param2'", "/param-1 –param2", true),
        arguments("f|windash", "'-param-1 -param2'", "/param/1 -param2", false),
        arguments("f|contains|windash", "'--config'", "x -/config", true),
        arguments("f|contains|windash", "'--config'", "x /-config", false),
        arguments("f|contains|windash", "'a - b'", "a / b", false),
        arguments("f|endswith|windash", "'-x'", "a /x", true),
        arguments("f|startswith|windash", "'-x*y'", "/x1y2", true),
        arguments("f|contains|all|windash", "['-a', '-b']", "/a –b", true),
        arguments("f|contains|all|windash", "['-a', '-b']", "/a b", false),
        arguments("f|windash|contains|cased", "'-X'", "/x", false));
  }

  @ParameterizedTest
  @MethodSource({
    "strings",
    "wildcards",
    "specialValues",
    "comparisons",
    "regexes",
    "networks",
    "windash"
  })
  void matches(String key, String value, @Nullable Object field, boolean expected) {
    assertThat(item(key, value, field)).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({
    "f|minute, 5, true",
    "f|hour, 23, true",
    "f|day, 31, true",
    "f|week, 53, true",
    "f|month, 12, true",
    "f|year, 2026, true",
    "f|hour, 22, false",
  })
  void partsOfATimeAreInUtc(String key, String value, boolean expected) {
    assertThat(item(key, value, "2027-01-01T00:05:00+01:00")).isEqualTo(expected);
    assertThat(item(key, value, "2026-12-31T23:05:00.5Z")).isEqualTo(expected);
    assertThat(item(key, value, "yesterday")).isFalse();
  }

  private static String base64(String text, Charset charset) {
    return Base64.getEncoder().encodeToString(text.getBytes(charset));
  }

  @ParameterizedTest
  @CsvSource({"'',''", "x,''", "xy,''", "xyz,''", "'',z", "x,z", "xy,zz", "'http://',/"})
  void base64OffsetFindsATextAtAnyAlignment(String before, String after) {
    for (String text : List.of("rclone copy", "foobar", "ö€", "abcd", "abcde")) {
      String encoded = base64(before + text + after, StandardCharsets.UTF_8);
      assertThat(item("f|base64offset|contains", "'" + text + "'", "powershell " + encoded))
          .as(encoded)
          .isTrue();
      String wide = base64(before + text + after, StandardCharsets.UTF_16LE);
      assertThat(item("f|wide|base64offset|contains", "'" + text + "'", wide)).as(wide).isTrue();
      assertThat(item("f|base64offset|contains", "'" + text + "XYZ'", encoded)).isFalse();
    }
  }

  @Test
  void encodings() {
    assertThat(item("f|base64", "foobar", "Zm9vYmFy")).isTrue();
    assertThat(item("f|base64", "foobar", "xZm9vYmFy")).isFalse();
    assertThat(item("f|base64|contains", "foobar", "xZm9vYmFyx")).isTrue();
    assertThat(item("f|base64|contains|cased", "foobar", "zm9vYmFy")).isFalse();
    assertThat(item("f|base64", "'a\\*b'", base64("a*b", StandardCharsets.UTF_8))).isTrue();
    assertThat(item("f|wide", "cmd", "c\0m\0d\0")).isTrue();
    assertThat(item("f|utf16le|contains", "cmd", "xc\0m\0d\0x")).isTrue();
    assertThat(item("f|utf16be", "cmd", "\0c\0m\0d")).isTrue();
    assertThat(item("f|utf16", "cmd", "\u00ff\u00fec\0m\0d\0")).isTrue();
    assertThat(item("f|utf16le|base64", "cmd", base64("cmd", StandardCharsets.UTF_16LE))).isTrue();
    assertThat(item("f|utf16be|base64", "cmd", base64("cmd", StandardCharsets.UTF_16BE))).isTrue();
    assertThat(item("f|utf16|base64", "cmd", base64("\ufeffcmd", StandardCharsets.UTF_16LE)))
        .isTrue();
    assertThat(item("f|wide|base64", "'ж'", base64("ж", StandardCharsets.UTF_16LE))).isTrue();
  }

  @ParameterizedTest
  @CsvSource({
    "f|fieldref, abc, ABC, true",
    "f|fieldref, abc, abcd, false",
    "f|fieldref|cased, abc, ABC, false",
    "f|fieldref|startswith, abcd, AB, true",
    "f|fieldref|startswith, abcd, bc, false",
    "f|fieldref|endswith, abcd, cd, true",
    "f|fieldref|endswith, abcd, bc, false",
    "f|fieldref|contains, abcd, bc, true",
    "f|fieldref|contains, abcd, x, false",
    "f|fieldref|neq, abc, abd, true",
    "f|fieldref|neq, abc, abc, false",
  })
  void fieldrefComparesWithAnotherField(String key, String f, String g, boolean expected) {
    String detection = "s: {'%s': g}\ncondition: s".formatted(key);
    assertThat(Sigma.evaluate(detection, Map.of("f", f, "g", g)) != null).isEqualTo(expected);
  }

  @Test
  void fieldrefNeedsBothFields() {
    String detection = "s: {'f|fieldref': g}\ncondition: s";
    assertThat(Sigma.evaluate(detection, Map.of("f", "a"))).isNull();
    assertThat(Sigma.evaluate(detection, Map.of("g", "a"))).isNull();
    assertThat(Sigma.evaluate(detection, Map.of())).isNull();
    assertThat(Sigma.evaluate(detection, Map.of("f", 1, "g", "1"))).isNotNull();
  }

  static Stream<Arguments> errors() {
    return Stream.of(
        arguments("f|contain", "a", "unknown modifier 'contain'; did you mean 'contains'?"),
        arguments("f|expand", "'%x%'", "'expand' isn't supported"),
        arguments("f|contains|contains", "a", "there twice"),
        arguments("f|i", "a", "'i' needs 're' before it"),
        arguments("f|i|re", "a", "must come after 're'"),
        arguments("f|contains|re", "a", "'re' must come first"),
        arguments("f|re|base64", "a", "don't go together"),
        arguments("f|re|cidr", "a", "don't go together"),
        arguments("f|gt|contains", "1", "don't go together"),
        arguments("f|exists", "maybe", "must be true or false"),
        arguments("f|exists|contains", "true", "don't go together"),
        arguments("f|lt", "abc", "must be a number, but is 'abc'"),
        arguments("f|lt", "null", "must be text, but is empty"),
        arguments("f|hour", "x", "must be a whole number"),
        arguments("f|contains", "null", "null takes no modifier"),
        arguments("f", "[]", "the list is empty"),
        arguments("f", "{a: b}", "must be a value"),
        arguments("f", "[[a]]", "must be a value"),
        arguments("f|base64", "'a*'", "can't encode wildcards"),
        arguments("f|contains|base64offset", "a", "write contains after base64offset"),
        arguments("f|cidr", "10.0.0.0/33", "prefix length"),
        arguments("f|cidr", "10.0.0.1/8", "bits set behind its prefix"),
        arguments("f|cidr", "ten", "isn't a network"),
        arguments("f|cidr", "'fe80::/129'", "prefix length"),
        arguments("f|re", "'a(?!b)'", "the look-ahead '(?!'"),
        arguments("f|re", "'a(?=b)'", "the look-ahead '(?='"),
        arguments("f|re", "'(?<=a)b'", "the look-behind '(?<='"),
        arguments("f|re", "'(?<!a)b'", "the look-behind '(?<!'"),
        arguments("f|re", "'(?>a)b'", "the atomic group '(?>'"),
        arguments("f|re", "'(a)\\1'", "the back-reference '\\1'"),
        arguments("f|re", "'a++b'", "'++'"),
        arguments("f|re", "'a('", "missing closing )"),
        arguments("f|re", "'a{2000}'", "regular expression can't be used"),
        arguments("Unknown", "a", "have no field 'Unknown'"),
        arguments("UnknownImage|fieldref", "f", "have no field 'UnknownImage'"),
        arguments("f|fieldref", "UnknownX", "have no field 'UnknownX'"),
        arguments("|exists", "true", "exists needs a field"),
        arguments("|all", "[a, null]", "null needs a field"));
  }

  @ParameterizedTest
  @MethodSource("errors")
  void whatIsWrongIsNamed(String key, String value, String expected) {
    String text = Sigma.rule("s:\n  '%s': %s\ncondition: s".formatted(key, value));
    assertThat(Sigma.problems(text))
        .startsWith("a.yml:6: 'Test' (" + Sigma.ID + "): detection.s." + key)
        .contains(expected)
        .doesNotContain("\n");
  }
}
