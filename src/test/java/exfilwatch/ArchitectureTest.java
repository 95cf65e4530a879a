package exfilwatch;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaPackage;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.util.List;
import java.util.Set;

/** Data flows one way, and so do imports. */
@AnalyzeClasses(packages = "exfilwatch", importOptions = DoNotIncludeTests.class)
class ArchitectureTest {

  /** A package may import those before it; the first of each line of the design stand alone. */
  private static final List<String> ORDER =
      List.of(
          "telemetry",
          "rclone",
          "yaml",
          "sigma",
          "destination",
          "detection",
          "correlation",
          "alert",
          "report",
          "job",
          "simulate",
          "bench",
          "cli");

  private static final Set<String> IMPORT_NOBODY = Set.of("telemetry", "rclone", "yaml");

  @ArchTest
  static final ArchRule importsRunOneWay =
      classes()
          .that()
          .resideInAPackage("exfilwatch..")
          .should(
              new ArchCondition<>("import only packages before their own") {
                @Override
                public void check(JavaClass origin, ConditionEvents events) {
                  for (var dependency : origin.getDirectDependenciesFromSelf()) {
                    String target = roomOf(dependency.getTargetClass().getPackage());
                    if (!target.isEmpty() && !mayImport(roomOf(origin.getPackage()), target)) {
                      events.add(
                          SimpleConditionEvent.violated(origin, dependency.getDescription()));
                    }
                  }
                }
              });

  @ArchTest
  static final ArchRule theDomainDoesNotKnowFlink =
      noClasses()
          .that()
          .resideInAnyPackage(
              "exfilwatch.telemetry..",
              "exfilwatch.rclone..",
              "exfilwatch.yaml..",
              "exfilwatch.sigma..",
              "exfilwatch.destination..",
              "exfilwatch.detection..",
              "exfilwatch.alert..",
              "exfilwatch.report..",
              "exfilwatch.simulate..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("org.apache.flink..", "org.apache.kafka..");

  private static boolean mayImport(String from, String to) {
    return from.equals(to)
        || (!IMPORT_NOBODY.contains(from) && ORDER.indexOf(to) < ORDER.indexOf(from));
  }

  /** The package below {@code exfilwatch}; empty for anything else. */
  private static String roomOf(JavaPackage javaPackage) {
    String[] parts = javaPackage.getName().split("\\.", -1);
    return parts.length > 1 && parts[0].equals("exfilwatch") ? parts[1] : "";
  }
}
