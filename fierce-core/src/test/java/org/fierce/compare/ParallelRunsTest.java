package org.fierce.compare;

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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

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

    assertThat(new ParallelRuns().run(2, independent(calls))).containsExactly("a", "b");
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

    assertThatThrownBy(() -> runs.run(2, independent(calls)))
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

    assertThatThrownBy(() -> new ParallelRuns().run(1, independent(calls))).hasMessage("first");
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

    assertThatThrownBy(() -> runs.run(1, independent(calls)))
        .isInstanceOf(InterruptedException.class);
    assertThat(told).containsExactly("ended");
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3})
  void whicheverTaskFailsAtItsFirstStepAllComeToAnEnd(int jobs) {
    int nothing = ParallelRuns.Task.NOTHING;
    // Two seeds: a method, another, and two made from the first.
    int[] after = {nothing, nothing, 0, 0, nothing, nothing, 4, 4};
    for (int fails = 0; fails < after.length; fails++) {
      List<ParallelRuns.Task<String>> tasks = new ArrayList<>();
      for (int i = 0; i < after.length; i++) {
        int task = i;
        int failing = fails;
        tasks.add(
            new ParallelRuns.Task<>(
                () -> {
                  if (task == failing) {
                    throw new IOException("task " + task);
                  }
                  return "done";
                },
                after[i]));
      }
      assertThatThrownBy(() -> new ParallelRuns().run(jobs, tasks))
          .isInstanceOf(IOException.class)
          .hasMessage("task " + fails);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3})
  void aTaskStartsWhenTheOneItNeedsHasSucceeded(int jobs) throws Exception {
    List<String> order = Collections.synchronizedList(new ArrayList<>());
    List<ParallelRuns.Task<String>> tasks = new ArrayList<>();
    int[] after = {ParallelRuns.Task.NOTHING, 0, 1, ParallelRuns.Task.NOTHING, 3};
    for (int i = 0; i < after.length; i++) {
      String name = Integer.toString(i);
      tasks.add(
          new ParallelRuns.Task<>(
              () -> {
                order.add(name);
                return name;
              },
              after[i]));
    }

    assertThat(new ParallelRuns().run(jobs, tasks)).containsExactly("0", "1", "2", "3", "4");
    assertThat(order).containsSubsequence("0", "1", "2").containsSubsequence("3", "4");
    if (jobs == 1) {
      // The earliest that may start, so that one seed's data is let go before the next is opened.
      assertThat(order).containsExactly("0", "1", "2", "3", "4");
    }
  }

  @Test
  void aTaskBeforeTheOneItNeedsIsRefused() {
    List<ParallelRuns.Task<String>> tasks = List.of(new ParallelRuns.Task<>(() -> "a", 0));

    assertThatThrownBy(() -> new ParallelRuns().run(1, tasks))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("task 0 needs task 0, which must come before it");
  }

  @Test
  void anErrorOfATaskIsThrownAsItIs() {
    List<Callable<String>> calls =
        List.of(
            () -> {
              throw new OutOfMemoryError("heap");
            });

    assertThatThrownBy(() -> new ParallelRuns().run(2, independent(calls)))
        .isInstanceOf(OutOfMemoryError.class)
        .hasMessage("heap");
  }

  private static <T> List<ParallelRuns.Task<T>> independent(List<Callable<T>> calls) {
    return calls.stream()
        .map(call -> new ParallelRuns.Task<>(call, ParallelRuns.Task.NOTHING))
        .toList();
  }
}
