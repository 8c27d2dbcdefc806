package org.convoy;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.util.Collections;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;

/** The direction of dependencies between Convoy's modules and packages. */
@AnalyzeClasses(packages = "org.convoy", importOptions = DoNotIncludeTests.class)
final class TestArchitecture {
  private static final String[] SPARK = {"org.apache.spark..", "scala..", "com.esotericsoftware.."};
  private static final String[] SPARK_JOB = {
    "org.convoy.collective..",
    "org.convoy.config..",
    "org.convoy.state..",
    "org.convoy.strategy..",
    "org.convoy.train..",
    "org.convoy.run..",
    "org.convoy.check..",
    "org.convoy.cli..",
    "org.convoy.replica..",
    "org.convoy.predict..",
    "org.convoy.report.."
  };
  private static final String[] MODEL_ZOO = {
    "org.convoy.nn..", "org.convoy.zoo..", "org.convoy.weights.."
  };

  @ArchTest
  static final ArchRule SPARK_STAYS_IN_THE_JOB_AND_THE_RDD_PIPELINE =
      noClasses()
          .that()
          .resideOutsideOfPackages(
              "org.convoy.spark",
              "org.convoy.predict",
              "org.convoy.replica",
              "org.convoy.train",
              "org.convoy.train.round",
              "org.convoy.train.segment",
              "org.convoy.train.stop",
              "org.convoy.check",
              "org.convoy.check.executor",
              "org.convoy.cli",
              "org.convoy.cli.process",
              "org.convoy.cli.start",
              "org.convoy.data.spark")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(SPARK);

  @ArchTest
  static final ArchRule DATA_PREP_KNOWS_NEITHER_MODELS_NOR_JOBS =
      noClasses()
          .that()
          .resideInAPackage("org.convoy.data..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(concat(MODEL_ZOO, SPARK_JOB));

  @ArchTest
  static final ArchRule MODEL_ZOO_KNOWS_NEITHER_DATA_NOR_JOBS =
      noClasses()
          .that()
          .resideInAnyPackage(MODEL_ZOO)
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              concat(new String[] {"org.convoy.data..", "org.apache.hadoop.."}, SPARK_JOB));

  @ArchTest
  static final ArchRule NOTHING_DEPENDS_ON_THE_COMMAND_LINE =
      noClasses()
          .that()
          .resideOutsideOfPackage("org.convoy.cli..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("org.convoy.cli..");

  @ArchTest
  static final ArchRule TRANSFORMS_ARE_FREE_OF_FILE_SYSTEMS =
      noClasses()
          .that()
          .resideInAPackage("org.convoy.data.transform..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("org.apache.hadoop..");

  @ArchTest
  static final ArchRule SYNCHRONISATION_IS_ARITHMETIC =
      classes()
          .that()
          .resideInAnyPackage("org.convoy.strategy..", "org.convoy.state..")
          .should()
          .onlyDependOnClassesThat()
          .resideInAnyPackage(
              "java..", "org.convoy.common..", "org.convoy.strategy..", "org.convoy.state..");

  @ArchTest
  static final ArchRule COLLECTIVE_COMMUNICATION_IS_OF_THE_JDK =
      classes()
          .that()
          .resideInAPackage("org.convoy.collective")
          .should()
          .onlyDependOnClassesThat()
          .resideInAnyPackage(
              "java..", "javax.crypto..", "org.convoy.common..", "org.convoy.collective");

  @ArchTest
  static final ArchRule COMMON_KNOWS_NO_OTHER_PACKAGE =
      noClasses()
          .that()
          .resideInAPackage("org.convoy.common..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              concat(concat(new String[] {"org.convoy.data.."}, MODEL_ZOO), SPARK_JOB));

  /** It waits by the clock of the wall: one that is set back by a day stops it for a day. */
  @ArchTest
  static final ArchRule NOTHING_WAITS_BY_A_CLOCK_THAT_IS_SET =
      noClasses().should().dependOnClassesThat().haveFullyQualifiedName("java.util.Timer");

  @ArchTest
  static final ArchRule NATIVE_KERNELS_STAY_IN_ONE_PACKAGE =
      noClasses()
          .that()
          .resideOutsideOfPackages("org.convoy.nn.kernel..", "org.bytedeco..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("org.bytedeco.dnnl..");

  @ArchTest
  static void packagesFormNoCycles(JavaClasses classes) {
    assertThat(leadingIntoCycles(dependencies(classes, JavaClass::getPackageName))).isEmpty();
  }

  /** Sub-packages belong to their top one; model-zoo's three are of one module. */
  @ArchTest
  static void topPackagesFormNoCycles(JavaClasses classes) {
    assertThat(leadingIntoCycles(dependencies(classes, TestArchitecture::top))).isEmpty();
  }

  private static String top(JavaClass type) {
    return resideInAnyPackage(MODEL_ZOO).test(type)
        ? "model-zoo"
        : type.getPackageName().split("\\.", -1)[2];
  }

  /** What the classes of each group depend on, of the other groups. */
  private static Map<String, Set<String>> dependencies(
      JavaClasses classes, Function<JavaClass, String> group) {
    Map<String, Set<String>> dependencies = new TreeMap<>();
    for (JavaClass type : classes) {
      Set<String> others = dependencies.computeIfAbsent(group.apply(type), name -> new TreeSet<>());
      type.getDirectDependenciesFromSelf().stream()
          .map(dependency -> dependency.getTargetClass().getBaseComponentType())
          .filter(target -> target.getPackageName().startsWith("org.convoy."))
          .map(group)
          .filter(other -> !other.equals(group.apply(type)))
          .forEach(others::add);
    }

    return dependencies;
  }

  /** What is left when whatever depends on nothing that is left has been taken away. */
  private static Map<String, Set<String>> leadingIntoCycles(Map<String, Set<String>> dependencies) {
    Map<String, Set<String>> left = new TreeMap<>(dependencies);
    while (left.values().removeIf(others -> Collections.disjoint(others, left.keySet()))) {
      // Each turn may free others.
    }

    return left;
  }

  private static String[] concat(String[] some, String[] more) {
    String[] all = java.util.Arrays.copyOf(some, some.length + more.length);
    System.arraycopy(more, 0, all, some.length, more.length);
    return all;
  }
}
