package exfilwatch.detection;

import exfilwatch.telemetry.PeFile;
import exfilwatch.telemetry.ProcessInfo;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What shows that a program is rclone. Its PE version data since rclone 1.53: OriginalFilename
 * {@code rclone.exe}, ProductName {@code Rclone}, CompanyName {@code https://rclone.org}.
 */
public final class ToolEvidence {

  private ToolEvidence() {}

  /**
   * Evidence in the program itself: {@code original_file_name}, {@code product}, {@code
   * image_name}; empty when there is none.
   */
  public static List<String> ofProgram(ProcessInfo process) {
    List<String> evidence = new ArrayList<>();
    PeFile pe = process.pe();
    if (pe != null) {
      if (is(pe.originalFileName(), "rclone.exe")) {
        evidence.add("original_file_name");
      }
      if (is(pe.product(), "rclone") || is(pe.company(), "https://rclone.org")) {
        evidence.add("product");
      }
    }
    if (isNamedRclone(process)) {
      evidence.add("image_name");
    }
    return evidence;
  }

  /** Whether the file is called what rclone is distributed as. */
  public static boolean isNamedRclone(ProcessInfo process) {
    String name = SigmaForms.name(process);
    return is(name, "rclone.exe") || is(name, "rclone");
  }

  private static boolean is(@Nullable String value, String lowerCase) {
    return value != null && value.toLowerCase(Locale.ROOT).equals(lowerCase);
  }
}
