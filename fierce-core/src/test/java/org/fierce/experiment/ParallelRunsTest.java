package org.fierce.experiment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CountDownLatch;
import org.fierce.train.StepProgress;
import org.fierce.train.TrainingListener;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class ParallelRunsTest {
  private static final StepProgress STEP = new StepProgress(1, 1, 1, 1, 0, 0, 0);

  @Test
  void resultsComeInTheOrderOfTheCalls() throws Exception {
    CountDownLatch second = new CountDownLatch(1);
    List<Callable<String>> calls =
        List.of(
            () -> {
              second.await();
              return "a";
            },
            () -> {
              second.countDown();
              return "b";
            });

    assertThat(new ParallelRuns().run(2, calls)).containsExactly("a", "b");
  }

  @Test
  void aFailureStopsTheOthersAtTheirNextStepAndIsThrownWhenTheyHaveEnded() {
    ParallelRuns runs = new ParallelRuns();
    CountDownLatch training = new CountDownLatch(1);
    List<String> told = Collections.synchronizedList(new ArrayList<>());
    TrainingListener listener = runs.stopping(TrainingListener.NONE);
    List<Callable<String>> calls =
        List.of(
            () -> {
              try {
                training.countDown();
                // Ends only because the other one fails.
                while (true) {
                  listener.onStep(STEP);
                  Thread.onSpinWait();
                }
              } catch (CancellationException stopped) {
                told.add("stopped, interrupted " + Thread.currentThread().isInterrupted());
                throw stopped;
              } finally {
                told.add("closed");
              }
            },
            () -> {
              training.await();
              throw new IOException("disk full");
            },
            () -> {
              told.add("never started");
              return "c";
            });

    assertThatThrownBy(() -> runs.run(2, calls))
        .isInstanceOf(IOException.class)
        .hasMessage("disk full")
        .hasNoSuppressedExceptions();
    assertThat(told).containsExactly("stopped, interrupted false", "closed");
  }

  @Test
  void aSecondFailureRidesOnTheFirst() {
    CountDownLatch failed = new CountDownLatch(1);
    List<Callable<String>> calls =
        List.of(
            () -> {
              failed.countDown();
              throw new IllegalStateException("first");
            },
            () -> {
              failed.await();
              throw new OutOfMemoryError("second");
            });

    assertThatThrownBy(() -> new ParallelRuns().run(1, calls)).hasMessage("first");
  }

  @Test
  void anInterruptedCallerWaitsForTheEndAllTheSame() {
    ParallelRuns runs = new ParallelRuns();
    List<String> told = Collections.synchronizedList(new ArrayList<>());
    TrainingListener listener = runs.stopping(TrainingListener.NONE);
    Thread caller = Thread.currentThread();
    List<Callable<String>> calls =
        List.of(
            () -> {
              try {
                caller.interrupt();
                while (true) {
                  listener.onStep(STEP);
                  Thread.onSpinWait();
                }
              } finally {
                told.add("ended");
              }
            });

    assertThatThrownBy(() -> runs.run(1, calls)).isInstanceOf(InterruptedException.class);
    assertThat(told).containsExactly("ended");
  }
}
