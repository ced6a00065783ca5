package org.fierce.backbone;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.bytedeco.openblas.global.openblas;
import org.bytedeco.pytorch.global.torch;
import org.fierce.engine.EngineSetup;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A short form of {@link KernelSweep} for each build, which runs the tests under glibc's checks: a
 * kernel that writes outside its memory ends the process here.
 */
final class KernelSweepTest {
  @AfterEach
  void oneThread() {
    set(1);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2})
  void stepsOfNarrowNetworksAreThoseInDoublePrecision(int threads) {
    EngineSetup.ensure();
    set(threads);
    List<KernelCase> cases = KernelSweep.quick();
    for (KernelCase each : cases) {
      KernelCase.Result result = each.run();
      assertThat(result.isRight()).as("%s: %s", each, result).isTrue();
      assertThat(result.compared()).isPositive();
    }
  }

  private static void set(int threads) {
    torch.set_num_threads(threads);
    openblas.blas_set_num_threads(threads);
  }
}
