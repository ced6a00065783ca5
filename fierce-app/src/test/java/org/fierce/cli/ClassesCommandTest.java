package org.fierce.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.fierce.model.ModelFile;
import org.fierce.model.Prediction;
import org.fierce.model.Predictor;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * {@code classes} and {@code head}, on a model of two coarse classes whose kinds lie in four
 * corners.
 */
class ClassesCommandTest {
  @TempDir private static Path folder;
  @TempDir private Path own;
  private Path model;

  @BeforeAll
  static void aTableOfTwoGradesIsTrained() throws IOException {
    Path table = Files.writeString(folder.resolve("t.csv"), rows(200, true));
    Fierce train =
        Fierce.run(
            "train",
            table,
            "--coarse",
            "grade",
            "--out",
            folder.resolve("run"),
            "--set",
            "training.epochs=12",
            "--set",
            "evaluation=[coarse]");
    assertThat(train.code()).as(train.err()).isZero();
  }

  /** Rows of four kinds in turn, two of each grade. */
  private static String rows(int count, boolean isGraded) {
    StringBuilder text = new StringBuilder(isGraded ? "x,y,grade\n" : "x,y,fine,price\n");
    for (int row = 0; row < count; row++) {
      int kind = row % 4;
      double x = (kind < 2 ? -2 : 2) + 0.01 * (row * 7 % 40);
      double y = (kind % 2 == 0 ? -2 : 2) + 0.01 * (row * 13 % 40);
      text.append(
          isGraded
              ? "%s,%s,%s\n".formatted(x, y, kind < 2 ? "low" : "high")
              : "%s,%s,%s,%s\n".formatted(x, y, "kind " + kind, 10 * x + 20 * y));
    }
    return text.toString();
  }

  @BeforeEach
  void copy() throws IOException {
    model =
        Files.copy(
            folder.resolve("run/model.fierce"),
            own.resolve("m.fierce"),
            StandardCopyOption.REPLACE_EXISTING);
  }

  private Path labels(int count) throws IOException {
    return Files.writeString(own.resolve("labels.csv"), rows(count, false));
  }

  private void add() throws IOException {
    Fierce added = Fierce.run("classes", "add", model, "--from", labels(20));
    assertThat(added.code()).as(added.err()).isZero();
  }

  private Prediction predict(double x, double y) throws IOException {
    try (Predictor predictor = Predictor.load(model)) {
      return predictor.predict(Map.of("x", x, "y", y));
    }
  }

  @Test
  void addedClassesAnswer() throws IOException {
    assertThat(predict(2, 2).fine()).isNull();
    Fierce added = Fierce.run("classes", "add", model, "--from", labels(20));
    assertThat(added.out().replaceAll("\\s+", " "))
        .contains(" kind 0 5 5 ")
        .contains("knows 4 fine classes, 4 of them new.")
        .contains("95 % of what is usual (20 examples).");
    assertThat(added.out()).endsWith("Undo: fierce classes undo %s\n".formatted(model));
    Prediction.FineClass fine = Objects.requireNonNull(predict(2, 2).fine());
    assertThat(fine.name()).isEqualTo("kind 3");
    assertThat(Objects.requireNonNull(predict(-2, 2).fine()).name()).isEqualTo("kind 1");
    assertThat(
            Fierce.run("classes", "list", model, "--coarse", "low").out().replaceAll("\\s+", " "))
        .contains("kind 0")
        .doesNotContain("kind 2")
        .contains("answers by nearest of 4 class means; 2 listed.");
  }

  @Test
  void theFineTargetIsSaidAsForTraining() throws IOException {
    Fierce added =
        Fierce.run("classes", "add", model, "--from", labels(20), "--fine", "{classes: fine}");
    assertThat(added.code()).as(added.err()).isZero();
    refused(
        2,
        "--fine {number: price} is no class; a number or shares are learnt by: fierce head fit MODEL --data TABLE --fine '{number: price}'",
        "classes",
        "add",
        model,
        "--from",
        labels(20),
        "--fine",
        "{number: price}");
    Fierce fitted =
        Fierce.run("head", "fit", model, "--data", labels(60), "--fine", "{number: price}");
    assertThat(fitted.code()).as(fitted.err()).isZero();
  }

  @Test
  void oneClassIsAddedFromATableOfItsExamples() throws IOException {
    Path examples = Files.writeString(own.resolve("e.csv"), "y,x\n-2,2\n-1.9,2.1\n-1.8,2\n");
    Fierce added = Fierce.run("classes", "add", model, "deep", examples);
    assertThat(added.code()).as(added.err()).isZero();
    assertThat(Objects.requireNonNull(predict(2, -2).fine()).name()).isEqualTo("deep");
    assertThat(predict(-2, -2).fine()).isNull();
  }

  @Test
  void removedAndUndone() throws IOException {
    byte[] bare = Files.readAllBytes(model);
    add();
    byte[] full = Files.readAllBytes(model);
    Fierce removed = Fierce.run("classes", "remove", model, "kind 2");
    assertThat(removed.out().replaceAll("\\s+", " "))
        .contains("no longer knows \"kind 2\" of coarse class high (5 examples)");
    assertThat(Objects.requireNonNull(predict(2, -2).fine()).name()).isEqualTo("kind 3");
    assertThat(Fierce.run("classes", "undo", model).out())
        .isEqualTo(
            "%s is as it was before its last change: 4 fine classes. Done again, this brings the change back.\n"
                .formatted(model));
    assertThat(Files.readAllBytes(model)).isEqualTo(full);
    for (int kind = 0; kind < 4; kind++) {
      assertThat(Fierce.run("classes", "remove", model, "kind " + kind).code()).isZero();
    }
    assertThat(Files.readAllBytes(model)).isEqualTo(bare);
  }

  @Test
  void aHeadForANumberIsFittedListedAndRemoved() throws IOException {
    Fierce fitted = Fierce.run("head", "fit", model, "--data", labels(60), "--target", "price");
    assertThat(fitted.out().replaceAll("\\s+", " "))
        .contains("answers a number by ridge regression of price on 60 rows.")
        .contains("Undo: ");
    Prediction.FineNumber number = Objects.requireNonNull(predict(2.2, 2.2).number());
    assertThat(number.level()).isEqualTo(0.9);
    assertThat(number.low()).isLessThan(66);
    assertThat(number.high()).isGreaterThan(66);
    assertThat(Fierce.run("head", "list", model).out())
        .isEqualTo("number  ridge regression of price on 60 rows\n");
    assertThat(Fierce.run("head", "remove", model, "number").code()).isZero();
    assertThat(predict(2, 2).number()).isNull();
  }

  @Test
  void aLogisticHeadTakesNoSingleClass() throws IOException {
    Fierce fitted =
        Fierce.run(
            "head", "fit", model, "--data", labels(60), "--target", "fine", "--kind", "logistic");
    assertThat(fitted.code()).as(fitted.err()).isZero();
    assertThat(Objects.requireNonNull(predict(2, 2).fine()).name()).isEqualTo("kind 3");
    refused(
        2,
        "%s answers by logistic regression of 4 classes on 60 rows, which has to be fitted again for other classes; fit it again with all labels, or a head of --kind nearest-mean, by: fierce head fit %1$s"
            .formatted(model),
        "classes",
        "remove",
        model,
        "kind 1");
  }

  private void refused(int code, String message, Object... arguments) throws IOException {
    byte[] before = Files.readAllBytes(model);
    Fierce run = Fierce.run(arguments);
    assertThat(run.err()).isEqualTo("fierce: " + message + "\n");
    assertThat(run.code()).isEqualTo(code);
    assertThat(Files.readAllBytes(model)).isEqualTo(before);
  }

  @Test
  void whatDoesNotFitIsRefusedAndNothingIsChanged() throws IOException {
    add();
    Path labels = labels(20);
    refused(
        2,
        model
            + ": the coarse class has a class \"kind 0\" already, of 5 examples; choose another name, or remove it first",
        "classes",
        "add",
        model,
        "--from",
        labels);
    refused(
        2,
        "%s knows no fine class \"kind 9\"; did you mean 'kind 0'?".formatted(model),
        "classes",
        "remove",
        model,
        "kind 9");
    refused(
        2,
        model + " has no coarse class \"hihg\"; did you mean 'high'?",
        "classes",
        "list",
        model,
        "--coarse",
        "hihg");
    refused(
        3,
        "%s has no column \"breed\"; it has x, y, fine, price".formatted(labels),
        "classes",
        "add",
        model,
        "--from",
        labels,
        "--fine",
        "breed");
    Path empty = Files.writeString(own.resolve("empty.csv"), "");
    refused(3, empty + " is empty", "classes", "add", model, "new", empty);
    refused(
        2,
        "a head of kind ridge answers a number, but the fine target is 4 classes; take the kind nearest-mean",
        "head",
        "fit",
        model,
        "--data",
        labels,
        "--target",
        "fine",
        "--kind",
        "ridge");
    refused(
        2,
        "there is no kind of head \"lasso\"; expected one of nearest-mean, logistic, ridge, shares",
        "head",
        "fit",
        model,
        "--data",
        labels,
        "--target",
        "fine",
        "--kind",
        "lasso");
    refused(
        2,
        "name either a class and the FILES of its examples, or a table of labelled examples with --from; found neither",
        "classes",
        "add",
        model);
  }

  @Test
  void aClassOfTwoCoarseClassesHasToBeTold() throws IOException {
    Path both =
        Files.writeString(own.resolve("b.csv"), "x,y,fine,grade\n-2,-2,a,low\n2,2,a,high\n");
    refused(
        2,
        "of the 2 examples of class \"a\" no coarse class has more than half: 1 in high, 1 in low; say which it belongs to, by --coarse or --coarse-column",
        "classes",
        "add",
        model,
        "--from",
        both);
    Fierce told = Fierce.run("classes", "add", model, "--from", both, "--coarse-column", "grade");
    assertThat(told.code()).as(told.err()).isZero();
    assertThat(ModelFile.open(model).model().heads()).hasSize(1);
    refused(
        2,
        "%s knows \"a\" in 2 coarse classes: low, high; say which by --coarse".formatted(model),
        "classes",
        "remove",
        model,
        "a");
    assertThat(Fierce.run("classes", "remove", model, "a", "--coarse", "low").code()).isZero();
    assertThat(List.of(predict(2, 2).fine() != null, predict(-2, -2).fine() != null))
        .containsExactly(true, false);
  }
}
