package exfilwatch.rclone.filter;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TargetedTest {
  private static final Instant NOW = Instant.ofEpochSecond(1_450_000_000);

  /** Flags as on a command line, separated by " ; ". */
  private static Targeted targeted(String flags) throws BadValueException {
    FilterOptions.Builder options = FilterOptions.builder();
    for (String flag : flags.isEmpty() ? new String[0] : flags.split(" ; ")) {
      int blank = flag.indexOf(' ');
      String name = blank < 0 ? flag : flag.substring(0, blank);
      assertThat(
              options.add(
                  name, blank < 0 ? "true" : flag.substring(blank + 1), NOW, ZoneOffset.UTC))
          .as(name)
          .isTrue();
    }
    return Targeted.of(new FilterRules(options.build(), NOW));
  }

  @ParameterizedTest
  @CsvSource(
      delimiterString = " | ",
      emptyValue = "",
      nullValues = "-",
      textBlock =
          """
          include *.docx                                               | docx                   | documents
          include *.DOCX                                               | docx                   | documents
          include *.docx ; ignore-case                                 | docx                   | documents
          include *.{docx,xlsx,pst}                                    | docx,pst,xlsx          | documents,spreadsheets,mail
          include *.{doc{,x,m},xls}                                    | doc,docm,docx,xls      | documents,spreadsheets
          include *.[dD][oO][cC]                                       | doc                    | documents
          include *.{{(?i)(pdf|docx?)}}                                | doc,docx,pdf           | documents
          include {{.*\\.(pst|ost)}}                                   | ost,pst                | mail
          include /Finance/*.xlsx                                      | xlsx                   | spreadsheets
          include Finance/**.xlsx                                      | xlsx                   | spreadsheets
          include Finance/*.{{xlsx?}}                                  | xls,xlsx               | spreadsheets
          include report*.docx                                         | docx                   | documents
          include wallet.dat                                           | dat                    | keys
          include id_rsa                                               | ''                     | keys
          include id_rsa*                                              | ''                     | keys
          include .env                                                 | ''                     | keys
          include ntds.dit                                             | dit                    | databases,keys
          include NTUSER.DAT                                           | dat                    | keys
          include *.kdbx                                               | kdbx                   | keys
          include *.dwg ; include *.vmdk ; include *.jpg               | dwg,jpg,vmdk           | cad,vm_images,pictures
          include *.unheardof                                          | unheardof              | ''
          filter - *.tmp ; filter + *.docx ; filter - *                | docx                   | documents
          filter + *.docx ; filter + *.pdf ; filter - *.pdf ; filter - ** | docx,pdf            | documents
          exclude *.docx ; filter + *.docx ; filter - *                | ''                     | ''
          include *.docx ; filter - *.pdf                              | docx                   | documents
          include *.docx,*.pdf                                         | pdf                    | documents
          include Finance/                                             | ''                     | ''
          exclude *                                                    | ''                     | ''
          exclude **                                                   | ''                     | ''
          filter + *.pst ; filter - /**                                | pst                    | mail
          include *.pst ; include-from more.txt                        | pst                    | mail
          include ***                                                  | ''                     | ''
          include *.xls? ; exclude *.xlsm                              | xlsb,xlsm,xlsx         | spreadsheets
          exclude *.xlsm ; filter + *.xls? ; filter - *                | xlsb,xlsx              | spreadsheets
          """)
  void includesTellExtensionsAndCategories(String flags, String extensions, String categories)
      throws BadValueException {
    Targeted targeted = targeted(flags.strip());
    assertThat(targeted.extensions()).isEqualTo(list(extensions));
    assertThat(targeted.categories()).isEqualTo(list(categories));
    assertThat(targeted.everything()).isFalse();
    assertThat(targeted.partial()).isFalse();
  }

  private static List<String> list(String text) {
    return text.isEmpty() ? List.of() : List.of(text.split(","));
  }

  @Test
  void withoutFiltersEverythingIsTaken() throws BadValueException {
    assertThat(targeted(""))
        .isEqualTo(
            new Targeted(true, List.of(), List.of(), List.of(), List.of("all"), List.of(), false));
    assertThat(targeted("max-age 3y ; max-size 100M").categories()).containsExactly("all");
    assertThat(targeted("include **").categories()).containsExactly("all");
    assertThat(targeted("filter + *.docx ; filter !").categories()).containsExactly("all");
  }

  @Test
  void excludesLeaveEverythingElse() throws BadValueException {
    Targeted targeted = targeted("exclude *.{exe,DLL} ; exclude *.tmp");
    assertThat(targeted.everything()).isTrue();
    assertThat(targeted.extensions()).isEmpty();
    assertThat(targeted.except()).containsExactly("dll", "exe", "tmp");
    assertThat(targeted.categories())
        .contains("documents", "keys", "executables")
        .doesNotContain("all");
  }

  @Test
  void aCategoryOfWhichNothingIsLeftIsNotTargeted() throws BadValueException {
    String pictures = String.join(",", FileKinds.catalogue().extensionsOf("pictures"));
    assertThat(targeted("exclude *.{" + pictures + "}").categories())
        .contains("documents", "audio")
        .doesNotContain("pictures");
    assertThat(
            targeted(
                    "exclude {{.*\\.(?i)(mp3|wav|flac|aac|ogg|oga|m4a|wma|aif|aiff|amr|opus|mid)}}")
                .categories())
        .contains("videos")
        .doesNotContain("audio");
  }

  @Test
  void anExcludedExtensionThatAnIncludedDirectoryLetsThroughIsTaken() throws BadValueException {
    Targeted targeted = targeted("include Finance/** ; exclude *.tmp");
    assertThat(targeted.globs()).containsExactly("Finance/**");
    assertThat(targeted.except()).isEmpty();
    assertThat(targeted.categories()).containsExactly("all");
    assertThat(targeted.everything()).isFalse();
  }

  @Test
  void extensionsKeptOutOfAnIncludedDirectoryAreNamed() throws BadValueException {
    Targeted targeted =
        targeted("filter - *.mp4 ; filter + /Finance/** ; filter + *.pst ; filter - *");
    assertThat(targeted.globs()).containsExactly("/Finance/**");
    assertThat(targeted.extensions()).containsExactly("pst");
    assertThat(targeted.except()).containsExactly("mp4");
    assertThat(targeted.categories()).containsExactly("all", "mail");
  }

  @Test
  void aPrunedDirectoryHidesWhatAFileRuleIncludes() throws BadValueException {
    assertThat(targeted("filter - Finance/** ; filter + /Finance/*.xlsx ; filter - *").extensions())
        .isEmpty();
  }

  @Test
  void wildcardsInExtensionsAreTriedOnTheCatalogue() throws BadValueException {
    Targeted targeted = targeted("include *.{doc,xls}*");
    assertThat(targeted.extensions())
        .containsExactly("doc", "docm", "docx", "xls", "xlsb", "xlsm", "xlsx");
    assertThat(targeted.categories()).containsExactly("documents", "spreadsheets");
  }

  @Test
  void namesOfAnyKindAreNamedAsTheyAre() throws BadValueException {
    assertThat(targeted("include *password*").categories()).containsExactly("keys");
    assertThat(targeted("include *password*").globs()).containsExactly("*password*");
    assertThat(targeted("include report*").categories()).containsExactly("all");
    assertThat(targeted("include *.r[0-9][0-9]").globs()).containsExactly("*.r[0-9][0-9]");
  }

  @Test
  void listsAreEvidenceToCollect() throws BadValueException {
    Targeted targeted = targeted("include-from C:\\temp\\list.txt");
    assertThat(targeted)
        .isEqualTo(
            new Targeted(
                false,
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                List.of("C:\\temp\\list.txt"),
                false));
    assertThat(targeted("files-from a.txt ; files-from0 b ; files-from a.txt").lists())
        .containsExactly("a.txt", "b");
    assertThat(targeted("exclude-from skip.txt").everything()).isTrue();
    assertThat(targeted("exclude-from skip.txt").lists()).containsExactly("skip.txt");
  }

  @Test
  void absurdFiltersAreTriedInPart() throws BadValueException {
    StringBuilder many = new StringBuilder("include *.a");
    for (int i = 0; i < 10_000; i++) {
      many.append(i % 2 == 0 ? " ; filter + *[" : " ; filter - x{{")
          .append(i)
          .append(i % 2 == 0 ? "].x" : "}}");
    }
    assertThat(targeted(many.toString()).partial()).isTrue();
    assertThat(targeted("include {{" + "(a{1,1000})".repeat(100) + "}}").partial()).isTrue();
    assertThat(targeted("include " + "a/".repeat(15_000)).extensions()).isEmpty();
  }

  /** RE2/J 1.8 would never come back from these. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "include {{(?i)\u1c80}}",
        "include \u1c85 ; ignore-case",
        "include {{(?i)[a-\ua000]}}",
        "include {{(?i)\\x{1c80}}}"
      })
  void expressionsThatWouldHangAreNotTried(String flags) throws BadValueException {
    assertThat(targeted(flags).partial()).isTrue();
  }
}
