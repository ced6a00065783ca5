package org.fierce.engine;

import org.bytedeco.pytorch.global.torch;

/**
 * What is set once in the tensor engine of this process, before its first convolution in any
 * thread: every network and every {@code Engine} lease asks for it.
 *
 * <p>NNPACK is off. It would take convolutions of small batches, but knows few processors: on
 * others PyTorch writes "Could not initialize NNPACK! Reason: Unsupported hardware." to the
 * terminal at each one. Without it the same kernels compute everywhere.
 */
public final class EngineSetup {
  static {
    torch.globalContext().setUserEnabledNNPACK(false);
  }

  private EngineSetup() {}

  /** Sets up the engine, unless that is done already; other threads wait until it is done. */
  public static void ensure() {
    // The work is the initialisation of this class, which Java does once.
  }
}
