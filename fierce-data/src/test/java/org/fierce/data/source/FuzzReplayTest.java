package org.fierce.data.source;

import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.fierce.data.Damage;
import org.fierce.data.DataRoot;
import org.fierce.data.picture.ImageDecoder;
import org.fierce.data.picture.ImageFit;
import org.fierce.data.picture.ImageStore;
import org.fierce.data.picture.Pixels;
import org.fierce.data.picture.ZipArchive;
import org.fierce.data.split.SceneSplit;
import org.fierce.files.DatasetFormatException;
import org.fierce.files.ReadLimits;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Inputs that once made a reader fail in another way than the documented one, or hang. */
class FuzzReplayTest {
  @TempDir private Path folder;

  private static void replay(String reader, String name, Damage.Reader read) throws IOException {
    List<Path> inputs;
    try (Stream<Path> files = Files.list(Path.of("src/test/resources/fuzz", reader))) {
      inputs = files.sorted().toList();
    }
    assertThat(inputs).isNotEmpty();
    for (Path input : inputs) {
      byte[] bytes = Files.readAllBytes(input);
      assertTimeoutPreemptively(
          ofSeconds(20), () -> Damage.replay(bytes, read, name, input.toString()));
    }
  }

  @Test
  void mat() throws IOException {
    Path file = folder.resolve("x.mat");
    MatSource source =
        new MatSource(
            "x.mat",
            "Y",
            "S",
            List.of("a", "b", "c"),
            SceneSplit.asInThePaper(),
            0,
            null,
            ReadLimits.standard());
    replay(
        "mat",
        "x.mat",
        bytes -> {
          Files.write(file, bytes);
          source.open(new DataRoot(List.of(folder)));
        });
  }

  private static void decode(byte[] bytes) throws IOException {
    try {
      new ImageDecoder(8, Pixels.RGB, ImageFit.CROP, ReadLimits.standard())
          .decode(bytes, new byte[192], 0);
    } catch (IOException e) {
      // ImageSource adds the file's name.
      throw new DatasetFormatException("picture: " + e.getMessage(), e);
    }
  }

  @Test
  void png() throws IOException {
    replay("png", "picture", FuzzReplayTest::decode);
  }

  @Test
  void jpeg() throws IOException {
    replay("jpeg", "picture", FuzzReplayTest::decode);
  }

  @Test
  void zip() throws IOException {
    Path file = folder.resolve("x.zip");
    replay(
        "zip",
        "x.zip",
        bytes -> {
          Files.write(file, bytes);
          try (ImageStore store = ImageStore.open(file, ReadLimits.standard());
              ZipArchive zip = ZipArchive.open(file)) {
            for (String name : zip.names()) {
              store.read(store.find(name));
            }
          }
        });
  }
}
