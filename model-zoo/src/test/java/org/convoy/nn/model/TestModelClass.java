package org.convoy.nn.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class TestModelClass {
  private static final InputShape INPUT = new InputShape(3, 12, 10);

  /** A class that must not even be initialized. */
  public static final class NoModel {
    static {
      if (true) {
        throw new AssertionError("was initialized");
      }
    }
  }

  /** Needs an argument. */
  public record WithArgument(int depth) implements ModelFactory {
    @Override
    public Sequential create(int numClasses, InputShape input) {
      return Sequential.of();
    }
  }

  /** Fails. */
  public static final class Failing implements ModelFactory {
    public Failing() {
      throw new IllegalStateException("no licence");
    }

    @Override
    public Sequential create(int numClasses, InputShape input) {
      return Sequential.of();
    }
  }

  /** Forgets its result. */
  public static final class Forgetful implements ModelFactory {
    @Override
    public Sequential create(int numClasses, InputShape input) {
      return null;
    }
  }

  @Test
  void loadsAModel() {
    assertThat(ModelClass.load(SmallNet.class.getName()).create(10, INPUT))
        .isEqualTo(new SmallNet().create(10, INPUT));
  }

  @Test
  void saysWhatIsWrongWithAClass() {
    assertProblem(
        "com.acme.MyNet",
        "Class com.acme.MyNet is not on the class path; add its jar (spark-submit: --jars)");
    String here = TestModelClass.class.getName();
    assertProblem(
        here + "$NoModel",
        "Class %s$NoModel is no model: it must implement org.convoy.nn.model.ModelFactory"
            .formatted(here));
    assertProblem(
        here + "$WithArgument",
        "Class %s$WithArgument must be public, not abstract, and have a public constructor without"
                .formatted(here)
            + " arguments");
    assertProblem(
        here + "$Failing",
        "The constructor of %s$Failing failed: java.lang.IllegalStateException: no licence"
            .formatted(here));
    assertProblem(
        here + "$Forgetful", "Class %s$Forgetful made no model, but null".formatted(here));
  }

  private static void assertProblem(String name, String message) {
    assertThatThrownBy(() -> ModelClass.load(name).create(10, INPUT))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(message);
  }
}
