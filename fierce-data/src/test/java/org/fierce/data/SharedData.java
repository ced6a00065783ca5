package org.fierce.data;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;

/** Finds the real data sets beside the checkout, or skips the test with a message. */
public final class SharedData {
  private SharedData() {}

  /**
   * The file of this name under the shared data; the calling test is skipped where it is absent.
   */
  public static Path file(String name) {
    Path file = Path.of(System.getProperty("fierce.sharedData", "../../shared/data")).resolve(name);
    assumeTrue(Files.exists(file), () -> "skipped: the data file " + file + " is not here");
    return file;
  }

  /** A file of the unpacked CIFAR-100; the calling test is skipped where it is absent. */
  public static Path cifar100(String name) {
    String root = System.getenv("FIERCE_DATA");
    Path folder =
        root == null
            ? Path.of(System.getProperty("user.home"), ".cache/fierce/data")
            : Path.of(root);
    Path file = folder.resolve("cifar100").resolve(name);
    assumeTrue(Files.exists(file), () -> "skipped: the data file " + file + " is not here");
    return file;
  }
}
