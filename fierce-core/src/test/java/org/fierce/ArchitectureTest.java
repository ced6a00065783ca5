package org.fierce;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noMethods;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.core.importer.Location;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.util.List;
import java.util.stream.Stream;

/**
 * The walls of the house: packages in reading order, module by module, imports only towards the top
 * of the order.
 */
@AnalyzeClasses(packages = "org.fierce", importOptions = ArchitectureTest.MainClasses.class)
class ArchitectureTest {
  /** Classes that are shipped, of this module and of those below. */
  static final class MainClasses implements ImportOption {
    @Override
    public boolean includes(Location location) {
      return new ImportOption.DoNotIncludeTests().includes(location)
          && !location.contains("-tests.jar");
    }
  }

  private static final List<String> DATA =
      List.of(
          "kinds",
          "files",
          "random",
          "labels",
          "data.csv",
          "data",
          "data.matrix",
          "data.picture",
          "data.encode",
          "data.rows",
          "data.split",
          "data.source",
          "data.batch",
          "data.fetch");

  private static final List<String> MODEL = List.of("model");

  private static final List<String> CORE =
      List.of(
          "engine",
          "algebra",
          "onnx",
          "backbone",
          "entropy",
          "loss",
          "train",
          "embed",
          "stats",
          "evaluate",
          "evaluate.neighbour",
          "evaluate.probe",
          "evaluate.fewshot",
          "evaluate.cluster",
          "evaluate.detail",
          "evaluate.labelling",
          "illustrate",
          "config",
          "run",
          "experiment",
          "compare",
          "tune",
          "paper");

  private static final List<String> READING_ORDER =
      Stream.of(DATA, MODEL, CORE).flatMap(List::stream).toList();

  private static final List<String> ENGINE_PACKAGES =
      List.of("engine", "algebra", "backbone", "entropy", "loss", "train", "embed", "evaluate..");

  @ArchTest
  static final ArchRule importsPointOnlyUpwards =
      classes()
          .should(
              new ArchCondition<JavaClass>("import only packages before their own") {
                @Override
                public void check(JavaClass from, ConditionEvents events) {
                  int place = READING_ORDER.indexOf(room(from));
                  from.getDirectDependenciesFromSelf()
                      .forEach(
                          dependency -> {
                            JavaClass to = dependency.getTargetClass();
                            boolean isOurs = to.getPackageName().startsWith("org.fierce.");
                            if (isOurs && READING_ORDER.indexOf(room(to)) > place) {
                              events.add(
                                  SimpleConditionEvent.violated(from, dependency.getDescription()));
                            }
                          });
                }
              });

  @ArchTest
  static final ArchRule everyPackageHasItsPlaceInTheOrder =
      classes()
          .should(
              new ArchCondition<JavaClass>("stand in a package of the reading order") {
                @Override
                public void check(JavaClass type, ConditionEvents events) {
                  if (!READING_ORDER.contains(room(type))) {
                    events.add(SimpleConditionEvent.violated(type, type.getFullName()));
                  }
                }
              });

  @ArchTest
  static final ArchRule theTensorEngineStaysInItsRooms =
      noClasses()
          .that()
          .resideOutsideOfPackages(
              ENGINE_PACKAGES.stream().map("org.fierce.%s"::formatted).toArray(String[]::new))
          .should()
          .dependOnClassesThat()
          .resideInAPackage("org.bytedeco..");

  @ArchTest
  static final ArchRule evaluatorsShowNoTensors =
      noMethods()
          .that()
          .areDeclaredInClassesThat()
          .resideInAPackage("org.fierce.evaluate")
          .or()
          .areDeclaredInClassesThat()
          .areAssignableTo("org.fierce.evaluate.Evaluator")
          .and()
          .arePublic()
          .and()
          .areDeclaredInClassesThat()
          .arePublic()
          .should()
          .haveRawReturnType(inTheEngine())
          .orShould()
          .haveRawParameterTypes(anyInTheEngine());

  @ArchTest
  static final ArchRule theLibraryDoesNotPrintExitOrSetProperties =
      noClasses()
          .should()
          .accessField(System.class, "out")
          .orShould()
          .accessField(System.class, "err")
          .orShould()
          .callMethod(System.class, "exit", int.class)
          .orShould()
          .callMethod(System.class, "setProperty", String.class, String.class);

  /** What the JDK may change from one release to the next must not choose a random number. */
  @ArchTest
  static final ArchRule randomNumbersAreTheSameOnEveryRelease =
      noClasses()
          .should()
          .callMethodWhere(
              DescribedPredicate.describe(
                  "nextGaussian, nextExponential, Math.random or a shuffle of the JDK",
                  call ->
                      List.of("nextGaussian", "nextExponential", "random", "shuffle")
                              .contains(call.getName())
                          && call.getTargetOwner().getPackageName().startsWith("java.")))
          .orShould()
          .dependOnClassesThat()
          .haveFullyQualifiedName("java.util.Random")
          .orShould()
          .dependOnClassesThat()
          .haveFullyQualifiedName("java.util.concurrent.ThreadLocalRandom");

  @ArchTest
  static final ArchRule thereIsOneWayToCloseThings =
      methods()
          .that()
          .haveName("finalize")
          .should()
          .notHaveModifier(JavaModifier.PROTECTED)
          .allowEmptyShould(true);

  private static String room(JavaClass type) {
    return type.getPackageName().substring("org.fierce.".length());
  }

  private static DescribedPredicate<JavaClass> inTheEngine() {
    return DescribedPredicate.describe(
        "a class of the engine", type -> type.getPackageName().startsWith("org.bytedeco"));
  }

  private static DescribedPredicate<List<JavaClass>> anyInTheEngine() {
    return DescribedPredicate.describe(
        "a class of the engine among them",
        types -> types.stream().anyMatch(type -> type.getPackageName().startsWith("org.bytedeco")));
  }
}
