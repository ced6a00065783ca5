package org.fierce.data.source;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.fierce.data.DataRoot;

/** Files in the layout of CIFAR-100 with the class names of CIFAR-FS and few images. */
public final class TinyCifarFs {
  private TinyCifarFs() {}

  /**
   * Writes {@code cifar100/} into a folder. The first pixel is the class, plus 100 in the test
   * file; the others are noise, the same for all images of a class.
   */
  public static DataRoot write(Path folder, int trainImages, int testImages) throws IOException {
    Path files = Files.createDirectories(folder.resolve("cifar100"));
    Files.write(files.resolve("train.bin"), images(trainImages, 0));
    Files.write(files.resolve("test.bin"), images(testImages, 100));
    Files.write(files.resolve("fine_label_names.txt"), names());
    return new DataRoot(List.of(folder));
  }

  private static byte[] images(int each, int mark) {
    byte[] bytes = new byte[each * 100 * 3074];
    for (int record = 0; record < each * 100; record++) {
      int label = record % 100;
      byte[] noise = new byte[3072];
      new SplittableRandom(label).nextBytes(noise);
      noise[0] = (byte) (label + mark);
      System.arraycopy(noise, 0, bytes, record * 3074 + 2, noise.length);
      bytes[record * 3074] = (byte) (label % 20);
      bytes[record * 3074 + 1] = (byte) label;
    }
    return bytes;
  }

  /** The 36 classes that are not base and 64 others, in alphabetical order. */
  static List<String> names() {
    List<String> names = new ArrayList<>(CifarFsSource.parts().keySet());
    IntStream.range(0, 64).mapToObj("base%02d"::formatted).forEach(names::add);
    Collections.sort(names);
    return names;
  }
}
