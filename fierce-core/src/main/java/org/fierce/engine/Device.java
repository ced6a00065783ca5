package org.fierce.engine;

import com.fasterxml.jackson.annotation.JsonProperty;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.DeviceType;

/** Where the tensors of a training run live. */
public enum Device {
  /** The processor. */
  @JsonProperty("cpu")
  CPU(DeviceType.CPU),
  /** The first NVIDIA graphics card; needs a build with the profile {@code gpu}. */
  @JsonProperty("cuda")
  CUDA(DeviceType.CUDA);

  private final DeviceType type;

  Device(DeviceType type) {
    this.type = type;
  }

  public DeviceType type() {
    return type;
  }

  /** Whether a run can go there on this machine, with this build. */
  public boolean isAvailable() {
    return this == CPU || torch.cuda_is_available();
  }

  /**
   * Checks that a run can go there.
   *
   * @throws IllegalArgumentException if it cannot
   */
  public void require() {
    if (!isAvailable()) {
      throw new IllegalArgumentException(
          "device cuda is not available: this build of the engine has no CUDA, or no NVIDIA driver"
              + " or card was found; use device cpu, or build with the Maven profile gpu");
    }
  }
}
