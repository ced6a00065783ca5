package org.fierce.evaluate;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.fierce.stats.Measure;
import org.jspecify.annotations.Nullable;

/** Reads a curve of labels: what it bears out, in sentences. */
final class LabelAnswer {
  private static final double LN2 = Math.log(2);

  private final LabelCurve curve;
  private final List<Integer> labels;
  private final Measure measure;

  LabelAnswer(LabelCurve curve) {
    this.curve = curve;
    labels = curve.labels();
    measure = curve.measureAt(1);
  }

  String text() {
    List<String> sentences = new ArrayList<>();
    String coarse = beyondCoarse();
    if (coarse != null) {
      sentences.add(coarse);
    }
    sentences.add(enough());
    String input = besideInput();
    if (input != null) {
      sentences.add(input);
    }
    return String.join(" ", sentences);
  }

  /** Where the coarse class alone does better, or as well to the end; null where it never does. */
  private @Nullable String beyondCoarse() {
    int last = last();
    Gain atEnd = gain(LabelCurve.FEATURES, last, LabelCurve.COARSE_CLASS, last);
    if (atEnd == null) {
      return null;
    }
    int behind = 0;
    for (int n : labels) {
      Gain gain = gain(LabelCurve.FEATURES, n, LabelCurve.COARSE_CLASS, n);
      if (gain == null || !(gain.high() < 0)) {
        break;
      }
      behind = n;
    }
    if (behind > 0) {
      return "Up to %s it is better to answer %s (%s, against %s of the features)."
          .formatted(
              inWords(behind),
              measure.key().contains("Accuracy")
                  ? "the commonest fine class of the coarse class"
                  : "the mean of the coarse class",
              value(LabelCurve.COARSE_CLASS, behind),
              value(LabelCurve.FEATURES, behind));
    }
    return atEnd.low() > 0
        ? null
        : "With %s the features are no better than knowing the coarse class alone, as far as these rows can tell (%s and %s)."
            .formatted(
                inWords(last),
                value(LabelCurve.FEATURES, last),
                value(LabelCurve.COARSE_CLASS, last));
  }

  /** From where on more labels pay little. */
  private String enough() {
    int last = last();
    if (labels.size() < 2) {
      return "There are too few labelled rows for a curve: %s give %s."
          .formatted(inWords(last), named(value(LabelCurve.FEATURES, last)));
    }
    int from = last;
    for (int i = labels.size() - 2; i >= 0; i--) {
      Gain step = step(i);
      if (step == null || !(step.high() < little(labels.get(i)))) {
        break;
      }
      from = labels.get(i);
    }
    int before = labels.get(labels.size() - 2);
    if (from < last) {
      return "From about %s on, twice as many %s: %s at %d, %s at %d."
          .formatted(
              inWords(from),
              measure.isLargerBetter()
                  ? "bring less than %s".formatted(aPoint())
                  : "lower the error by less than a twentieth",
              named(value(LabelCurve.FEATURES, from)),
              from,
              value(LabelCurve.FEATURES, last),
              last);
    }
    Gain step = Objects.requireNonNull(step(labels.size() - 2));
    return step.low() > little(before)
        ? "More labels pay up to the %d that were tried: %s at %d, %s at %d."
            .formatted(
                last,
                named(value(LabelCurve.FEATURES, before)),
                before,
                value(LabelCurve.FEATURES, last),
                last)
        : "Whether more than %s pay cannot be told from these rows: %s at %d, %s at %d."
            .formatted(
                inWords(before),
                named(value(LabelCurve.FEATURES, before)),
                before,
                value(LabelCurve.FEATURES, last),
                last);
  }

  /** What the input needs for what the features give, or the other way round. */
  private @Nullable String besideInput() {
    int common = LabelCurve.common(labels);
    if (gain(LabelCurve.FEATURES, common, LabelCurve.RAW_INPUT, common) == null) {
      return null;
    }
    int input = worseUpTo(LabelCurve.FEATURES, LabelCurve.RAW_INPUT);
    if (input > 0) {
      return beside(
          LabelCurve.FEATURES, LabelCurve.RAW_INPUT, input, "The raw input", "the features");
    }
    int features = worseUpTo(LabelCurve.RAW_INPUT, LabelCurve.FEATURES);
    return features > 0
        ? beside(
            LabelCurve.RAW_INPUT, LabelCurve.FEATURES, features, "The features", "the raw input")
        : "With %s features and raw input cannot be told apart (%s and %s)."
            .formatted(
                inWords(common),
                value(LabelCurve.FEATURES, common),
                value(LabelCurve.RAW_INPUT, common));
  }

  private String beside(
      String better, String worse, int needed, String worseWords, String betterWords) {
    int common = LabelCurve.common(labels);
    boolean isPlural = worse.equals(LabelCurve.FEATURES);
    return needed == common || needed == last()
        ? "%s %s worse with %s (%s) than %s with %s (%s)."
            .formatted(
                worseWords,
                isPlural ? "are" : "is",
                inWords(needed),
                value(worse, needed),
                betterWords,
                needed == common ? "as many" : Integer.toString(common),
                value(better, common))
        : "%s %s more than %s for what %s %s with %d (%s)."
            .formatted(
                worseWords,
                isPlural ? "need" : "needs",
                inWords(needed),
                betterWords,
                isPlural ? "gives" : "give",
                common,
                value(better, common));
  }

  /**
   * The most labels with which one line is worse than the other with the common number; 0 where it
   * is not worse with as many.
   */
  private int worseUpTo(String better, String worse) {
    int common = LabelCurve.common(labels);
    int needed = 0;
    for (int n : labels) {
      if (n >= common) {
        Gain gain = gain(better, common, worse, n);
        if (gain == null || !(gain.low() > 0)) {
          break;
        }
        needed = n;
      }
    }
    return needed;
  }

  /** What each doubling of the labels brings between a number of labels and the next. */
  private @Nullable Gain step(int i) {
    int n = labels.get(i);
    int next = labels.get(i + 1);
    Gain gain = gain(LabelCurve.FEATURES, next, LabelCurve.FEATURES, n);
    double doublings = Math.log((double) next / n) / LN2;
    return gain == null ? null : new Gain(gain.low() / doublings, gain.high() / doublings);
  }

  /** What a doubling may bring at most to be called little. */
  private double little(int n) {
    return measure.smallestThatMatters(point(LabelCurve.FEATURES, n).value());
  }

  private String aPoint() {
    return measure.key().contains("Accuracy") ? "1 point" : "0.01";
  }

  /**
   * By how much a point is better than another; ends are NaN where there is no interval.
   *
   * @param low the least
   * @param high the most
   */
  private record Gain(double low, double high) {}

  private @Nullable Gain gain(String line, int n, String from, int fromLabels) {
    return curve
        .difference(line, n, from, fromLabels)
        .map(
            d ->
                measure.isLargerBetter()
                    ? new Gain(d.low(), d.high())
                    : new Gain(-d.high(), -d.low()))
        .orElse(null);
  }

  private int last() {
    return labels.get(labels.size() - 1);
  }

  private LabelCurve.Point point(String line, int n) {
    return curve.line(line).orElseThrow().points().stream()
        .filter(point -> point.labels() == n)
        .findFirst()
        .orElseThrow();
  }

  private String value(String line, int n) {
    double value = point(line, n).value();
    String text = String.format(Locale.ROOT, measure.isLargerBetter() ? "%.2f" : "%.3g", value);
    return text.equals("-0.00") ? "0.00" : text.replaceFirst("^-", "−");
  }

  /** A value with the name of what is measured. */
  private String named(String value) {
    String key = measure.key();
    return (key.contains("Accuracy") ? "accuracy " : key.contains("R2") ? "R² " : "squared error ")
        + value;
  }

  private static String inWords(int n) {
    return "%d %s a class".formatted(n, n == 1 ? "label" : "labels");
  }
}
