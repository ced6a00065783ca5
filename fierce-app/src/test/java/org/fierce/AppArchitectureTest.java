package org.fierce;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.core.importer.Location;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.util.List;

/** The walls between modules: what a module keeps to itself, and that the command uses the rest. */
@AnalyzeClasses(packages = "org.fierce", importOptions = AppArchitectureTest.MainClasses.class)
class AppArchitectureTest {
  /** Classes that are shipped, of all modules. */
  static final class MainClasses implements ImportOption {
    @Override
    public boolean includes(Location location) {
      return new ImportOption.DoNotIncludeTests().includes(location)
          && !location.contains("-tests.jar");
    }
  }

  private static final List<String> APP = List.of("org.fierce.cli", "org.fierce.report");

  /** Packages that only their own module may use. */
  private static final List<String> INTERNAL =
      List.of(
          "org.fierce.data.picture",
          "org.fierce.algebra",
          "org.fierce.illustrate",
          "org.fierce.tables");

  @ArchTest
  static final ArchRule theCommandAndTheReportDoWithoutWhatModulesKeepToThemselves =
      noClasses()
          .that(in(APP))
          .should()
          .dependOnClassesThat(in(INTERNAL))
          .orShould()
          .dependOnClassesThat()
          .resideInAPackage("org.bytedeco..");

  @ArchTest
  static final ArchRule theReportKnowsNothingOfTheCommand =
      noClasses()
          .that(in(List.of("org.fierce.report")))
          .should()
          .dependOnClassesThat(in(List.of("org.fierce.cli")));

  @ArchTest
  static final ArchRule theLibraryKnowsNothingOfTheApp =
      classes().that(isNot(APP)).should().onlyDependOnClassesThat(isNot(APP));

  @ArchTest
  static final ArchRule dataAreReadWithoutTheEngine =
      noClasses()
          .that()
          .resideInAnyPackage(
              "org.fierce.data..",
              "org.fierce.files",
              "org.fierce.kinds",
              "org.fierce.labels",
              "org.fierce.model..",
              "org.fierce.random")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("org.bytedeco..", "org.fierce.engine..");

  @ArchTest
  static final ArchRule onlyTheModuleOfTablesKnowsDuckDb =
      noClasses()
          .that()
          .resideOutsideOfPackage("org.fierce.tables")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("org.duckdb..");

  private static DescribedPredicate<JavaClass> in(List<String> packages) {
    return DescribedPredicate.describe(
        "in one of " + packages, type -> packages.contains(type.getPackageName()));
  }

  private static DescribedPredicate<JavaClass> isNot(List<String> packages) {
    return DescribedPredicate.describe(
        "in none of " + packages, type -> !packages.contains(type.getPackageName()));
  }
}
