package org.fierce.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;

class ScheduleSpecTest {
  @Test
  void constantIsOneAfterItsWarmUp() {
    ScheduleSpec schedule = new ScheduleSpec.Constant(2);
    // 2 epochs of 5 steps: tenths, from one tenth on.
    assertThat(schedule.factor(0, 5, 4)).isEqualTo(0.1, within(1e-12));
    assertThat(schedule.factor(8, 5, 4)).isEqualTo(0.9, within(1e-12));
    assertThat(schedule.factor(9, 5, 4)).isEqualTo(1);
    assertThat(ScheduleSpec.constant().factor(0, 5, 4)).isEqualTo(1);
  }

  @Test
  void stepFallsAtTheStartOfEachMilestone() {
    ScheduleSpec schedule = ScheduleSpec.step(2, 3);
    assertThat(schedule.factor(19, 10, 4)).isEqualTo(1);
    assertThat(schedule.factor(20, 10, 4)).isEqualTo(0.1, within(1e-12));
    assertThat(schedule.factor(30, 10, 4)).isEqualTo(0.01, within(1e-12));
  }

  @Test
  void cosineIsHalfWayInTheMiddle() {
    assertThat(ScheduleSpec.cosine().factor(0, 10, 4)).isEqualTo(1);
    assertThat(ScheduleSpec.cosine().factor(20, 10, 4)).isEqualTo(0.5, within(1e-12));
    // cos(pi / 4) = 0.7071 a quarter in
    assertThat(ScheduleSpec.cosine().factor(10, 10, 4)).isEqualTo(0.853553, within(1e-6));
  }

  @Test
  void cosineStartsItsHalfWaveAfterTheWarmUp() {
    ScheduleSpec schedule = new ScheduleSpec.Cosine(2);
    assertThat(schedule.factor(4, 10, 4)).isEqualTo(0.25, within(1e-12));
    assertThat(schedule.factor(20, 10, 4)).isEqualTo(1);
    assertThat(schedule.factor(30, 10, 4)).isEqualTo(0.5, within(1e-12));
  }

  @Test
  void oneCycleIsThatOfPyTorch() {
    // OneCycleLR(max_lr=1, total_steps=10, pct_start=0.3): its first phase ends on step 2, its
    // second on step 9; from 1/25 to 1 to 1/250000, each along half a cosine.
    ScheduleSpec schedule = ScheduleSpec.oneCycle();
    assertThat(schedule.factor(0, 10, 1)).isEqualTo(0.04, within(1e-12));
    assertThat(schedule.factor(1, 10, 1)).isEqualTo(0.52, within(1e-12));
    assertThat(schedule.factor(2, 10, 1)).isEqualTo(1, within(1e-12));
    // 1/7 of the second phase: (1 + cos(pi/7)) / 2 = 0.950484
    assertThat(schedule.factor(3, 10, 1)).isEqualTo(0.950484, within(1e-6));
    assertThat(schedule.factor(9, 10, 1)).isEqualTo(4e-6, within(1e-12));
  }

  @Test
  void oneCycleOfAFewStepsStaysBetweenItsEnds() {
    for (int steps = 1; steps < 6; steps++) {
      for (int step = 0; step < steps; step++) {
        assertThat(ScheduleSpec.oneCycle().factor(step, steps, 1)).isBetween(4e-6, 1.0);
      }
    }
  }

  @Test
  void wrongOptionsAreNamed() {
    assertThatThrownBy(() -> new ScheduleSpec.Constant(-1)).hasMessageContaining("-1.0");
    assertThatThrownBy(() -> new ScheduleSpec.Step(List.of(3, 2), 0.1, 0))
        .hasMessageContaining("[3, 2]");
    assertThatThrownBy(() -> new ScheduleSpec.Step(List.of(3), 1.5, 0)).hasMessageContaining("1.5");
    assertThatThrownBy(() -> new ScheduleSpec.OneCycle(1, 25, 25)).hasMessageContaining("1.0");
    assertThatThrownBy(() -> new ScheduleSpec.OneCycle(0.3, 0.5, 25)).hasMessageContaining("0.5");
  }
}
