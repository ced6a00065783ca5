package org.fierce.engine;

import java.io.IOException;
import java.io.UncheckedIOException;
import org.bytedeco.javacpp.Loader;
import org.bytedeco.openblas.global.openblas;
import org.bytedeco.pytorch.global.torch;

/**
 * The tensor engine as a whole: its name and version, and the only place that sets how many threads
 * it uses.
 *
 * <p>Two numbers rule that: PyTorch's own, which belongs to the calling thread, and that of the
 * matrix products of OpenBLAS, which belongs to the whole process and which PyTorch does not set.
 * Runs that go side by side in one process must therefore agree on the number; {@link #threads}
 * sees to it. With equal numbers, neither results nor their last bit depend on what runs beside.
 */
public final class Engine {
  /**
   * More threads than this are refused: more do not help, and each takes memory. The same on every
   * machine, so that a run can be repeated on another.
   */
  public static final int MOST_THREADS = 256;

  private static final Object LOCK = new Object();
  private static int leases;
  private static int leasedThreads;

  private Engine() {}

  /** The engine and its version, as {@code PyTorch 2.10.0}. */
  public static String describe() {
    try {
      String version = Loader.getVersion("org.bytedeco", "pytorch");
      int end = version.indexOf('-');
      return "PyTorch " + (end < 0 ? version : version.substring(0, end));
    } catch (IOException e) {
      throw new UncheckedIOException("the engine's jar does not state its version", e);
    }
  }

  /**
   * Lets the calling thread compute with that many threads until it closes the lease. Leases may be
   * nested and may be held by several threads at once, all of one number.
   *
   * @param threads from 1 to {@link #MOST_THREADS}
   * @throws IllegalArgumentException if {@code threads} is out of range
   * @throws IllegalStateException if another number is in use in this process
   */
  public static Lease threads(int threads) {
    checkThreads(threads);
    synchronized (LOCK) {
      if (leases > 0 && leasedThreads != threads) {
        throw new IllegalStateException(
            "Cannot use %d threads: another run in this process uses %d. Give both the same number of threads, or start this run when the other has ended."
                .formatted(threads, leasedThreads));
      }
      if (leasedThreads != threads) {
        Loader.load(torch.class);
        EngineSetup.ensure();
        openblas.blas_set_num_threads(threads);
        leasedThreads = threads;
      }
      leases++;
    }
    torch.set_num_threads(threads);
    return new Lease();
  }

  public static void checkThreads(int threads) {
    if (threads < 1 || threads > MOST_THREADS) {
      throw new IllegalArgumentException(
          "threads is %d, must be from 1 to %d; as many as the machine has cores is the most that helps"
              .formatted(threads, MOST_THREADS));
    }
  }

  /** Number of threads that the calling thread computes with. */
  public static int threadsHere() {
    return torch.get_num_threads();
  }

  /** A right to compute with a fixed number of threads; closing it twice does nothing. */
  public static final class Lease implements AutoCloseable {
    private boolean isOpen = true;

    private Lease() {}

    @Override
    public void close() {
      synchronized (LOCK) {
        if (isOpen) {
          isOpen = false;
          leases--;
        }
      }
    }
  }
}
