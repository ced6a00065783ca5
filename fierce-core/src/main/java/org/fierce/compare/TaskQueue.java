package org.fierce.compare;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicReferenceArray;

/**
 * Keeps track of which tasks may start, and of their results. Only the thread that starts tasks
 * asks for the next one; any thread may run one.
 */
final class TaskQueue<T> {
  private final List<ParallelRuns.Task<T>> tasks;
  private final TreeSet<Integer> ready = new TreeSet<>();
  private final AtomicReferenceArray<List<T>> results;

  TaskQueue(List<ParallelRuns.Task<T>> tasks) {
    this.tasks = List.copyOf(tasks);
    results = new AtomicReferenceArray<>(tasks.size());
    for (int i = 0; i < tasks.size(); i++) {
      if (tasks.get(i).after() >= i) {
        throw new IllegalArgumentException(
            "task %d needs task %d, which must come before it".formatted(i, tasks.get(i).after()));
      }
      results.set(i, List.of());
    }
    release(ParallelRuns.Task.NOTHING);
  }

  boolean hasReady() {
    return !ready.isEmpty();
  }

  /** The earliest task that may start; it is not ready again. */
  int takeReady() {
    return ready.pollFirst();
  }

  /** Runs a task and keeps its result. */
  void succeed(int task) throws Exception {
    results.set(task, Collections.singletonList(tasks.get(task).call().call()));
  }

  /** Marks a task as ended, so that tasks that need it may start unless it failed. */
  void release(int ended) {
    if (ended != ParallelRuns.Task.NOTHING && results.get(ended).isEmpty()) {
      return;
    }
    for (int i = 0; i < tasks.size(); i++) {
      if (tasks.get(i).after() == ended) {
        ready.add(i);
      }
    }
  }

  /** The results in the order of the tasks, when all have succeeded. */
  List<T> results() {
    List<T> all = new ArrayList<>();
    for (int i = 0; i < tasks.size(); i++) {
      all.addAll(results.get(i));
    }
    return all;
  }
}
