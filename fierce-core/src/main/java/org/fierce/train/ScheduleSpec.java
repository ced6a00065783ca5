package org.fierce.train;

import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.util.List;

/**
 * How the learning rate moves over the steps: a pure function of the step, as a factor on the rate
 * of the optimiser.
 *
 * <p>With a warm-up of w epochs the factor is multiplied by {@code min(1, (step + 1) / (w *
 * stepsPerEpoch))}, so that the first step does not stand still.
 */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
public interface ScheduleSpec {
  /**
   * The factor on the optimiser's rate.
   *
   * @param step from 0
   * @param stepsPerEpoch at least 1
   * @param epochs of the whole training, at least 1
   */
  double factor(long step, int stepsPerEpoch, int epochs);

  /** The same rate throughout. */
  static ScheduleSpec constant() {
    return new Constant(0);
  }

  /** The rate times 0.1 from each of these epochs on. */
  static ScheduleSpec step(Integer... milestones) {
    return new Step(List.of(milestones), 0.1, 0);
  }

  /** Half a cosine from the full rate to 0. */
  static ScheduleSpec cosine() {
    return new Cosine(0);
  }

  /** Up for 30 % of the steps from 1/25 of the rate, then down to a 250,000th, as in PyTorch. */
  static ScheduleSpec oneCycle() {
    return new OneCycle(0.3, 25, 250_000);
  }

  private static double warmUp(double warmUpEpochs, long step, int stepsPerEpoch) {
    double steps = warmUpEpochs * stepsPerEpoch;
    return step + 1 >= steps ? 1 : (step + 1) / steps;
  }

  private static void checkWarmUp(double warmUpEpochs) {
    if (!(warmUpEpochs >= 0 && Double.isFinite(warmUpEpochs))) {
      throw new IllegalArgumentException(
          "warmUpEpochs is %s, must be 0 or more".formatted(warmUpEpochs));
    }
  }

  /**
   * The factor 1.
   *
   * @param warmUpEpochs 0 or more
   */
  record Constant(double warmUpEpochs) implements ScheduleSpec {
    /** Checks the options. */
    public Constant {
      checkWarmUp(warmUpEpochs);
    }

    @Override
    public double factor(long step, int stepsPerEpoch, int epochs) {
      return warmUp(warmUpEpochs, step, stepsPerEpoch);
    }
  }

  /**
   * {@code factor ^ (number of milestones reached)}.
   *
   * @param milestones epochs, counted from 0, ascending: the rate is lower from the start of each
   * @param factor in (0, 1]
   * @param warmUpEpochs 0 or more
   */
  record Step(List<Integer> milestones, double factor, double warmUpEpochs)
      implements ScheduleSpec {
    /** Checks the options. */
    public Step {
      milestones = List.copyOf(milestones);
      for (int i = 0; i < milestones.size(); i++) {
        if (milestones.get(i) < 1 || (i > 0 && milestones.get(i) <= milestones.get(i - 1))) {
          throw new IllegalArgumentException(
              "milestones are %s, must be ascending epochs from 1 on".formatted(milestones));
        }
      }
      if (!(factor > 0 && factor <= 1)) {
        throw new IllegalArgumentException("factor is %s, must be in (0, 1]".formatted(factor));
      }
      checkWarmUp(warmUpEpochs);
    }

    @Override
    public double factor(long step, int stepsPerEpoch, int epochs) {
      long epoch = step / stepsPerEpoch;
      long reached = milestones.stream().filter(milestone -> milestone <= epoch).count();
      return Math.pow(factor, (double) reached) * warmUp(warmUpEpochs, step, stepsPerEpoch);
    }
  }

  /**
   * {@code (1 + cos(pi * step / steps)) / 2}, where the steps are counted from the end of the
   * warm-up (Loshchilov and Hutter, 2017, equation 5 with one period).
   *
   * @param warmUpEpochs 0 or more, less than the epochs of training
   */
  record Cosine(double warmUpEpochs) implements ScheduleSpec {
    /** Checks the options. */
    public Cosine {
      checkWarmUp(warmUpEpochs);
    }

    @Override
    public double factor(long step, int stepsPerEpoch, int epochs) {
      double first = warmUpEpochs * stepsPerEpoch;
      double length = Math.max(1, (double) stepsPerEpoch * epochs - first);
      double share = Math.min(1, Math.max(0, (step - first) / length));
      return (1 + Math.cos(Math.PI * share)) / 2 * warmUp(warmUpEpochs, step, stepsPerEpoch);
    }
  }

  /**
   * Up to the full rate, then down, each along half a cosine (Smith and Topin, 2019; the form of
   * PyTorch's OneCycleLR, whose {@code final_div_factor} is {@code endDivisor / startDivisor}). The
   * full rate falls on step {@code warmUpFraction * steps - 1}, the lowest on the last step.
   *
   * @param warmUpFraction share of the steps that lead up, in (0, 1)
   * @param startDivisor the first rate is the full one divided by this, at least 1
   * @param endDivisor the last rate is the full one divided by this, at least 1
   */
  record OneCycle(double warmUpFraction, double startDivisor, double endDivisor)
      implements ScheduleSpec {
    /** Checks the options. */
    public OneCycle {
      if (!(warmUpFraction > 0 && warmUpFraction < 1)) {
        throw new IllegalArgumentException(
            "warmUpFraction is %s, must be in (0, 1)".formatted(warmUpFraction));
      }
      if (!(startDivisor >= 1) || !(endDivisor >= 1)) {
        throw new IllegalArgumentException(
            "startDivisor is %s and endDivisor %s, must be at least 1"
                .formatted(startDivisor, endDivisor));
      }
    }

    @Override
    public double factor(long step, int stepsPerEpoch, int epochs) {
      double last = (double) stepsPerEpoch * epochs - 1;
      double top = Math.max(0, warmUpFraction * (last + 1) - 1);
      if (step < top) {
        return between(1 / startDivisor, 1, step / top);
      }
      return between(1, 1 / endDivisor, last > top ? Math.min(1, (step - top) / (last - top)) : 0);
    }

    private static double between(double from, double to, double share) {
      return to + (from - to) / 2 * (1 + Math.cos(Math.PI * share));
    }
  }
}
