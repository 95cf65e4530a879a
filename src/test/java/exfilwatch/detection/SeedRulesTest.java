package exfilwatch.detection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import exfilwatch.sigma.Rule;
import exfilwatch.telemetry.PeFile;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** One row for each clause of both seeds, and for what their languages read differently. */
class SeedRulesTest {
  private static final Events COPY = Events.windows("rclone.exe copy C:\\Data mega:x");
  private static final String ADDED = "rclone.exe copy C:\\Data mega:x ";
  private static final String CONFIG =
      "\"--config=C:\\Program Files\\rclone\\config\\rclone\\rclone.conf\"";
  private static final Events RENAMED =
      COPY.name("svchost.exe").executable("C:\\Users\\Public\\svchost.exe");

  static Stream<Arguments> elastic() {
    return Stream.of(
        arguments("all clauses", COPY, true),
        // host.os.type == "windows"
        arguments("Linux", COPY.os("linux"), false),
        arguments("macOS", COPY.os("macos"), false),
        arguments("no system told, Windows paths", COPY.os(null), true),
        arguments("no system told, POSIX paths", Events.linux("rclone copy a b:").os(null), false),
        // process.name : "rclone.exe"
        arguments("name in capitals", COPY.name("RCLONE.EXE"), true),
        arguments("another name", RENAMED, false),
        arguments("name with more", COPY.name("rclone.exe.exe"), false),
        arguments("name without .exe", COPY.name("rclone"), false),
        // ?process.pe.original_file_name == "rclone.exe"
        arguments("renamed, original name", RENAMED.originalName("rclone.exe"), true),
        arguments("renamed, original name in capitals", RENAMED.originalName("Rclone.exe"), false),
        arguments("renamed, other original name", RENAMED.originalName("svchost.exe"), false),
        arguments(
            "renamed, product only",
            RENAMED.pe(new PeFile(null, "Rclone", null, null, null)),
            false),
        // process.args : ("copy", "sync")
        arguments("sync", COPY.commandLine("rclone sync C:\\Data mega:x"), true),
        arguments("verb in capitals", COPY.commandLine("rclone COPY a b:"), true),
        arguments("verb with quotes inside", COPY.commandLine("rclone c\"op\"y a b:"), true),
        arguments("verb between tabs", COPY.commandLine("rclone\tcopy\ta\tb:"), true),
        arguments("verb behind options", COPY.commandLine("rclone -v --x copy a b:"), true),
        arguments("copyto", COPY.commandLine("rclone copyto a b:"), false),
        arguments("move", COPY.commandLine("rclone move a b:"), false),
        arguments("remote control", COPY.commandLine("rclone rc sync/copy"), false),
        arguments("verb only in a path", COPY.commandLine("rclone ls x:copy"), false),
        arguments("no command line", COPY.commandLine(null), false),
        arguments("arguments of the vendor", COPY.commandLine(null).args("rclone", "sync"), true),
        // not process.args : "--config=?:\\Program Files\\rclone\\config\\rclone\\rclone.conf"
        arguments("approved configuration", COPY.commandLine(ADDED + CONFIG), false),
        arguments(
            "approved configuration of 32 bits, in capitals",
            COPY.commandLine(
                ADDED
                    + CONFIG.replace("Files", "Files (x86)").replace("rclone.conf", "RCLONE.CONF")),
            false),
        arguments(
            "approved configuration on another drive",
            COPY.commandLine(ADDED + CONFIG.replace("C:", "D:")),
            false),
        arguments(
            "configuration without a drive letter",
            COPY.commandLine(ADDED + CONFIG.replace("C:", ":")),
            true),
        arguments(
            "configuration in another folder",
            COPY.commandLine(ADDED + CONFIG.replace("\\config\\", "\\cfg\\")),
            true),
        arguments(
            "configuration as two arguments",
            COPY.commandLine(ADDED + CONFIG.replace("=", "\" \"")),
            true),
        arguments(
            "configuration with more behind it", COPY.commandLine(ADDED + CONFIG + "x"), true),
        // not process.executable : ("?:\\Program Files*", "\\Device\\HarddiskVolume*\\Program
        // Files*")
        arguments("Program Files", COPY.executable("C:\\Program Files\\rclone\\rclone.exe"), false),
        arguments("any drive, any case", COPY.executable("x:\\program files\\rclone.exe"), false),
        arguments("32 bits", COPY.executable("C:\\Program Files (x86)\\rclone\\rclone.exe"), false),
        arguments(
            "a folder that only begins so", COPY.executable("C:\\Program Files X\\r.exe"), false),
        arguments(
            "device path",
            COPY.executable("\\Device\\HarddiskVolume3\\Program Files\\rclone.exe"),
            false),
        arguments(
            "device path elsewhere",
            COPY.executable("\\Device\\HarddiskVolume3\\Users\\rclone.exe"),
            true),
        arguments(
            "Program Files deeper down", COPY.executable("C:\\x\\Program Files\\r.exe"), true),
        arguments("path that is absent excludes nothing", COPY.executable(null), true));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("elastic")
  void elasticSeed(String clause, Events event, boolean expected) {
    assertThat(ShippedRules.names(event.start()).contains("rclone_elastic_seed"))
        .as(clause)
        .isEqualTo(expected);
  }

  static Stream<Arguments> kql() {
    Events line = RENAMED.commandLine("x.exe copy a b: --ignore-existing --auto-confirm");
    return Stream.of(
        // ProcessCommandLine has_all ('copy', 'ignore-existing', 'auto-confirm')
        arguments("all terms, renamed", line, true),
        arguments("without copy", RENAMED.commandLine("x --ignore-existing --auto-confirm"), false),
        arguments("without ignore-existing", RENAMED.commandLine("x copy --auto-confirm"), false),
        arguments("without auto-confirm", RENAMED.commandLine("x copy --ignore-existing"), false),
        arguments(
            "terms in any case and order",
            RENAMED.commandLine("x --AUTO-CONFIRM --Ignore-Existing a b: COPY"),
            true),
        arguments(
            "copy inside a longer word",
            RENAMED.commandLine("x copyto --ignore-existing --auto-confirm"),
            false),
        arguments(
            "copy before a digit",
            RENAMED.commandLine("x copy2 --ignore-existing --auto-confirm"),
            false),
        arguments(
            "copy behind a letter that is not ASCII",
            RENAMED.commandLine("x écopy --ignore-existing --auto-confirm"),
            false),
        arguments(
            "copy between signs",
            RENAMED.commandLine("x sync/copy_1 --ignore-existing --auto-confirm"),
            true),
        arguments(
            "ignore-existing with more letters",
            RENAMED.commandLine("x copy --ignore-existingx --auto-confirm"),
            false),
        arguments(
            "ignore and existing apart",
            RENAMED.commandLine("x copy --ignore existing --auto-confirm"),
            false),
        arguments(
            "auto-confirm with a value",
            RENAMED.commandLine("x copy --ignore-existing --auto-confirm=true"),
            true),
        arguments(
            "the terms over several lines",
            RENAMED.commandLine("x copy\n--ignore-existing\n--auto-confirm"),
            true),
        // ProcessCommandLine contains "rclone.exe copy"
        arguments("rclone.exe copy", RENAMED.commandLine("cmd /c rclone.exe copy a b:"), true),
        arguments("in any case", RENAMED.commandLine("cmd /c RCLONE.EXE COPY a b:"), true),
        arguments("inside longer words", RENAMED.commandLine("myrclone.exe copyto a b:"), true),
        arguments("with two blanks", RENAMED.commandLine("cmd /c rclone.exe  copy a b:"), false),
        arguments("quoted", RENAMED.commandLine("cmd /c \"rclone.exe\" copy a b:"), false),
        arguments("without .exe", RENAMED.commandLine("cmd /c rclone copy a b:"), false),
        // FileName == "rclone.exe"
        arguments("the name alone", COPY.commandLine("rclone version"), true),
        arguments("the name in capitals", COPY.name("RCLONE.EXE").commandLine("x"), false),
        arguments("another name", RENAMED.commandLine("x version"), false),
        arguments("no command line", COPY.commandLine(null), true),
        // no clause about the operating system, a path or version data
        arguments("Linux", line.os("linux"), true),
        arguments("Program Files", COPY.executable("C:\\Program Files\\rclone.exe"), true),
        arguments("original name", RENAMED.commandLine("x").originalName("rclone.exe"), false));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("kql")
  void kqlSeed(String clause, Events event, boolean expected) {
    assertThat(ShippedRules.names(event.start()).contains("rclone_kql_seed"))
        .as(clause)
        .isEqualTo(expected);
  }

  /** Their published score is 47, medium. */
  @Test
  void onlyTheSeedsKeepTheirScore() throws ContentException {
    DetectionContent content = DetectionContent.load(List.of(ShippedRules.FOLDER));
    Detections detections = content.compile();
    assertThat(content.rules().rules().stream().map(Rule::id))
        .filteredOn(id -> Objects.requireNonNull(detections.rule(id)).keepsRiskScore())
        .containsExactlyInAnyOrder(
            "3f4c2b18-9d2e-4b7a-a3c1-8e6d9f2b5c7e", "c7b51d1e-54a9-4a3e-8d0f-6f0a0a2d9e04");
  }
}
