package org.fierce.benchmarks;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.fierce.data.picture.ImageDecoder;
import org.fierce.data.picture.ImageFit;
import org.fierce.data.picture.Pixels;
import org.fierce.files.ReadLimits;

/** How long photos take to be decoded to 32 x 32 pixels, on all cores: a folder of JPEGs. */
final class PhotoTimes {
  private static final int SIDE = 32;
  private static final int PHOTOS = 1000;

  private PhotoTimes() {}

  public static void main(String[] arguments) throws IOException {
    List<byte[]> files;
    try (Stream<Path> paths = Files.list(Path.of(arguments[0]))) {
      files = paths.filter(path -> path.toString().endsWith(".jpg")).map(PhotoTimes::read).toList();
    }
    var system = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
    ImageDecoder decoder = new ImageDecoder(SIDE, Pixels.RGB, ImageFit.CROP, ReadLimits.standard());
    for (int round = 0; round < 3; round++) {
      long cpu = system.getProcessCpuTime();
      long start = System.nanoTime();
      IntStream.range(0, PHOTOS)
          .parallel()
          .forEach(photo -> decode(decoder, files.get(photo % files.size())));
      System.out.printf(
          Locale.ROOT,
          "%d photos: %.2f s, %.2f CPU s%n",
          PHOTOS,
          (System.nanoTime() - start) / 1e9,
          (system.getProcessCpuTime() - cpu) / 1e9);
    }
  }

  private static byte[] read(Path path) {
    try {
      return Files.readAllBytes(path);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void decode(ImageDecoder decoder, byte[] file) {
    try {
      decoder.decode(file, new byte[SIDE * SIDE * 3], 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
