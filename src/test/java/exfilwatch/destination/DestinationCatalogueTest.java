package exfilwatch.destination;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import exfilwatch.yaml.YamlException;
import exfilwatch.yaml.YamlFile;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class DestinationCatalogueTest {
  static final DestinationCatalogue CATALOGUE =
      DestinationCatalogue.of(YamlFile.document(Path.of("conf", "destinations.yaml")));

  /** Facts that are no host suffix of the service itself. */
  private static final Map<String, String> NOT_APPLICABLE =
      Map.of(
          "filescom *.amazonaws.com", "presigned uploads: the host is Amazon's",
          "oracleobjectstorage 169.254.169.254", "the instance metadata address of any cloud",
          "onedrive *-my.sharepoint.com", "a name below sharepoint.com");

  private static Stream<String> facts(String file) throws IOException {
    try (InputStream in =
        Objects.requireNonNull(DestinationCatalogueTest.class.getResourceAsStream(file), file)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8)
          .lines().skip(1).toList().stream();
    }
  }

  static Stream<Arguments> backendSuffixes() throws IOException {
    List<Arguments> rows = new ArrayList<>();
    facts("rclone-backends.tsv")
        .map(line -> line.split("\t", -1))
        .forEach(
            columns -> {
              for (String word : columns[7].replaceAll("\\([^)]*\\)", "").split("[,\\s]+")) {
                if (word.matches("(\\*[.-])?[a-z0-9-]+(\\.[a-z0-9-]+)+")
                    && !word.endsWith(".tsv")) {
                  rows.add(Arguments.of(columns[0], word));
                }
              }
            });
    return rows.stream();
  }

  @ParameterizedTest
  @MethodSource("backendSuffixes")
  void everyBackendsSuffixIsItsOwn(String backend, String suffix) {
    if (NOT_APPLICABLE.containsKey(backend + " " + suffix)) {
      return;
    }
    Destination found = CATALOGUE.lookup(suffix.replace("*", "some-host"));
    assertThat(found).isNotNull();
    assertThat(found.backends()).contains(backend);
  }

  static Stream<Arguments> s3Suffixes() throws IOException {
    List<Arguments> rows = new ArrayList<>();
    facts("s3-providers.tsv")
        .map(line -> line.split("\t", -1))
        .filter(columns -> !columns[2].startsWith("(")) // self-hosted: at the organisation's names
        .forEach(
            columns -> {
              for (String suffix : columns[2].split(";\\s*")) {
                rows.add(Arguments.of(columns[0], suffix));
              }
              for (String endpoint : columns[7].isBlank() ? new String[0] : columns[7].split(" ")) {
                rows.add(Arguments.of(columns[0], endpoint.replace("https://", "")));
              }
            });
    return rows.stream();
  }

  @ParameterizedTest
  @MethodSource("s3Suffixes")
  void everyS3ProvidersSuffixIsItsOwn(String provider, String suffix) {
    String host = suffix.replace("<n>", "12").replace("*", "bucket").replaceAll("[{}]", "");
    Destination found = CATALOGUE.lookup(host);
    assertThat(found).as(host).isNotNull();
    assertThat(found.backends()).contains("s3");
    assertThat(found.s3Providers()).contains(provider);
  }

  @Test
  void theFactsAreAllThere() throws IOException {
    assertThat(facts("rclone-backends.tsv")).hasSize(72);
    assertThat(facts("s3-providers.tsv")).hasSize(54);
    assertThat(backendSuffixes()).hasSizeGreaterThan(75);
    assertThat(s3Suffixes()).hasSizeGreaterThan(250);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "notmega.nz",
        "mega.nz.example.com",
        "mega-nz.example",
        "nz",
        "com",
        "",
        ".",
        "..",
        "a..mega",
        "amazonaws.com.example.org",
        "idrivee2-.com",
        "xidrivee2-1.com",
        "198.51.100.7",
        "2001:db8::1"
      })
  void lookAlikesAreUnknown(String host) {
    assertThat(CATALOGUE.lookup(host)).isNull();
  }

  @ParameterizedTest
  @CsvSource({
    "mega.nz, Mega",
    "MEGA.NZ., Mega",
    "gfs270n001.userstorage.mega.co.nz, Mega",
    "s3.eu-luxembourg-1.megas4.com, MEGA S4",
    "bucket.s3.eu-west-1.amazonaws.com, Amazon S3",
    "ec2-198-51-100-7.eu-west-1.compute.amazonaws.com, Amazon EC2",
    "oauth2.googleapis.com, Google sign-in",
    "www.googleapis.com, Google Drive",
    "bucket.storage.googleapis.com, Google Cloud Storage",
    "abc123.r2.cloudflarestorage.com, Cloudflare R2",
    "x1y2.ldn.idrivee2-42.com, IDrive e2",
    "api.idrivee2.com, IDrive e2",
  })
  void theLongestDomainWins(String host, String provider) {
    Destination found = CATALOGUE.lookup(host);
    assertThat(found).isNotNull();
    assertThat(found.provider()).isEqualTo(provider);
  }

  @Test
  void hostileNamesAreUnknown() {
    assertThat(CATALOGUE.lookup("a.".repeat(100_000) + "mega.nz")).isNull();
    assertThat(CATALOGUE.lookup(".".repeat(250))).isNull();
  }

  @ParameterizedTest
  @CsvSource(
      delimiterString = " -> ",
      value = {
        "provder: Mega -> destinations[0].provder",
        "kind: file_shairing -> d.yaml:3: destinations[0].kind",
        "hosts: [] -> write at least one domain",
        "hosts: '*.mega.nz' -> isn't a domain",
        "hosts: [nz] -> isn't a domain",
        "hosts: [mega nz.com] -> isn't a domain",
        "ports: [70000] -> write a number from 1 to 65535",
        "hosts: [a.example, A.example.] -> remove one of the two",
      })
  void badEntriesAreErrorsWithFileAndLine(String line, String complaint) {
    String key = line.substring(0, line.indexOf(':'));
    StringBuilder yaml = new StringBuilder("destinations:\n  -\n");
    for (String field : List.of("provider: Mega", "kind: file_sharing", "hosts: [mega.nz]")) {
      yaml.append(field.startsWith(key + ":") ? "" : "    " + field + "\n");
    }
    String text = yaml.toString().replaceFirst("  -\n", "  -\n    " + line + "\n");
    assertThatThrownBy(() -> DestinationCatalogue.of(YamlFile.documents("d.yaml", text).get(0)))
        .isInstanceOf(YamlException.class)
        .hasMessageStartingWith("d.yaml:")
        .hasMessageContaining(complaint);
  }
}
