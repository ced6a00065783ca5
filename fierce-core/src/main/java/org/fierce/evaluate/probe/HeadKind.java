package org.fierce.evaluate.probe;

import java.util.Arrays;
import java.util.Locale;
import org.fierce.labels.FineTargets;
import org.fierce.model.FineHead;
import org.jspecify.annotations.Nullable;

/** The kinds of fine heads. The first of those for a kind of target is the one that suits it. */
public enum HeadKind {
  /** The fine class whose mean is nearest; more classes can be added later. */
  NEAREST_MEAN(FineTargets.Classes.class, "classes", 1) {
    @Override
    FineHead fit(HeadFitter fitter, LabelledRows rows, @Nullable LabelledRows unseen) {
      return fitter.nearestMean(rows, unseen);
    }
  },
  /** Multinomial logistic regression of fine classes. */
  LOGISTIC(FineTargets.Classes.class, "classes", 1) {
    @Override
    FineHead fit(HeadFitter fitter, LabelledRows rows, @Nullable LabelledRows unseen) {
      return fitter.logistic(rows, unseen);
    }
  },
  /** A number by ridge regression. */
  RIDGE(FineTargets.Scalars.class, "a number", 3) {
    @Override
    FineHead fit(HeadFitter fitter, LabelledRows rows, @Nullable LabelledRows unseen) {
      return fitter.ridge(rows, unseen);
    }
  },
  /** The shares of a mixture by a softmax. */
  SHARES(FineTargets.Shares.class, "shares", 2) {
    @Override
    FineHead fit(HeadFitter fitter, LabelledRows rows, @Nullable LabelledRows unseen) {
      return fitter.shares(rows);
    }
  };

  private final Class<? extends FineTargets> target;
  private final String words;
  private final int fewest;

  HeadKind(Class<? extends FineTargets> target, String words, int fewest) {
    this.target = target;
    this.words = words;
    this.fewest = fewest;
  }

  abstract FineHead fit(HeadFitter fitter, LabelledRows rows, @Nullable LabelledRows unseen);

  /** Name in commands and files, as {@code nearest-mean}. */
  public String key() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** Whether it answers what the targets are. */
  public boolean suits(FineTargets fine) {
    return target.isInstance(fine);
  }

  /** The fewest rows with a target that it can be fitted on. */
  public int fewest() {
    return fewest;
  }

  /** What it answers, in words, as {@code a number}. */
  public String answers() {
    return words;
  }

  /** The kind that suits targets best. */
  public static HeadKind of(FineTargets fine) {
    return Arrays.stream(values()).filter(kind -> kind.suits(fine)).findFirst().orElseThrow();
  }
}
