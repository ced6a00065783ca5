package org.fierce.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.management.ManagementFactory;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.openblas.global.openblas;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.fierce.train.OptimiserSpec;
import org.fierce.train.ScheduleSpec;
import org.fierce.train.TrainingSpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EngineTest {
  @Test
  void namesItselfAndItsVersion() {
    assertThat(Engine.describe()).matches("PyTorch \\d+\\.\\d+\\.\\d+");
  }

  @Test
  void aLeaseSetsBothNumbersOfThreads() {
    try (Engine.Lease lease = Engine.threads(2)) {
      assertThat(torch.get_num_threads()).isEqualTo(2);
      assertThat(openblas.blas_get_num_threads()).isEqualTo(2);
    }
    try (Engine.Lease lease = Engine.threads(1)) {
      assertThat(torch.get_num_threads()).isEqualTo(1);
      assertThat(openblas.blas_get_num_threads()).isEqualTo(1);
    }
  }

  @Test
  void oneThreadComputesOnOneCore() {
    var threads = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
    var system =
        (com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
    try (Engine.Lease lease = Engine.threads(1);
        PointerScope scope = new PointerScope()) {
      Tensor matrix = torch.ones(512, 512);
      torch.mm(matrix, matrix);
      double share = 0;
      for (int round = 0; round < 3; round++) {
        long own = threads.getCurrentThreadCpuTime();
        long all = system.getProcessCpuTime();
        for (int i = 0; i < 50; i++) {
          torch.mm(matrix, matrix).close();
        }
        own = threads.getCurrentThreadCpuTime() - own;
        all = system.getProcessCpuTime() - all;
        share = Math.max(share, (double) own / all);
      }
      // What this thread did is nearly all that the process did: two threads would halve it. The
      // rest is for the compiler and the collector of the virtual machine.
      assertThat(share).isGreaterThan(0.7);
    }
  }

  @Test
  void leasesOfOneNumberNest() {
    try (Engine.Lease outer = Engine.threads(1);
        Engine.Lease inner = Engine.threads(1)) {
      inner.close();
      inner.close();
      assertThatThrownBy(() -> Engine.threads(2))
          .isInstanceOf(IllegalStateException.class)
          .hasMessage(
              "Cannot use 2 threads: another run in this process uses 1. Give both the same number of threads, or start this run when the other has ended.");
    }
    Engine.threads(2).close();
  }

  @ParameterizedTest
  @ValueSource(ints = {-1, 0, 257, 100_000})
  void numbersOfThreadsOutsideTheBoundsAreRefused(int threads) {
    String message =
        "threads is %d, must be from 1 to 256; as many as the machine has cores is the most that helps"
            .formatted(threads);
    assertThatThrownBy(() -> Engine.threads(threads))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(message);
    TrainingSpec spec = TrainingSpec.of(1, 2, OptimiserSpec.adam(1e-3), ScheduleSpec.constant());
    assertThatThrownBy(
            () -> new TrainingSpec(1, 2, spec.optimiser(), spec.schedule(), 0, threads, Device.CPU))
        .hasMessage(message);
  }

  @Test
  void nnpackIsOffOnceTheEngineIsInUse() {
    Engine.threads(1).close();
    assertThat(torch.globalContext().userEnabledNNPACK()).isFalse();
  }

  @Test
  void aDeviceThatIsNotThereIsRefused() {
    Device.CPU.require();
    if (!Device.CUDA.isAvailable()) {
      assertThatThrownBy(Device.CUDA::require)
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("cuda is not available");
    }
  }
}
