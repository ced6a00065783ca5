package org.fierce.data.fetch;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.fierce.files.Checksum;
import org.fierce.files.DatasetFormatException;
import org.fierce.files.FolderLock;
import org.jspecify.annotations.Nullable;

/**
 * The public data sets that can be fetched, from the places where their authors publish them:
 * {@code cifar100}, {@code fashion-mnist} and {@code omniglot} (the two small background sets).
 *
 * <p>Fashion-MNIST is checked by the SHA-256 of each file, Omniglot by a SHA-256 over all its
 * images, CIFAR-100 by the MD5 its author publishes for the archive: no SHA-256 is published, and
 * MD5 finds damage, not forgery.
 */
public final class PublicDatasets {
  private PublicDatasets() {}

  /** Makes the files a source reads out of what was downloaded. */
  @FunctionalInterface
  interface Finish {
    void finish(Path folder) throws IOException;
  }

  /**
   * How a data set is fetched.
   *
   * @param base address of the folder the files lie in, ending in a slash
   * @param downloads files to fetch, with their checksums where they are known
   * @param made files that {@code finish} makes of them; empty if the downloads are used as they
   *     are
   * @param finish makes them; the downloads are deleted after it
   */
  record Recipe(
      URI base, Map<String, @Nullable Checksum> downloads, List<String> made, Finish finish) {}

  static final String CIFAR100_ARCHIVE = "cifar-100-binary.tar.gz";

  private static Recipe recipe(String name) {
    return switch (name) {
      case "cifar100" ->
          cifar100(
              URI.create("https://www.cs.toronto.edu/~kriz/"),
              Checksum.md5("eb9058c3a382ffc7106e4002c42a8d85"));
      case "fashion-mnist" -> fashionMnist();
      case "omniglot" ->
          omniglot(
              URI.create(
                  "https://raw.githubusercontent.com/brendenlake/omniglot/057f034baf2ecb8530bc5710e5a23584d2a519cc/python/"),
              OmniglotUnion.IMAGES_SHA256);
      default ->
          throw new IllegalArgumentException(
              "no public data set \"%s\"; there are %s"
                  .formatted(name, String.join(", ", names())));
    };
  }

  static Recipe cifar100(URI base, Checksum checksum) {
    List<String> members =
        List.of("coarse_label_names.txt", "fine_label_names.txt", "test.bin", "train.bin");
    return new Recipe(
        base,
        Map.of(CIFAR100_ARCHIVE, checksum),
        members,
        folder -> {
          Map<String, Path> targets = new LinkedHashMap<>();
          for (String member : members) {
            if (!Files.exists(folder.resolve(member))) {
              targets.put("cifar-100-binary/" + member, folder.resolve(member));
            }
          }
          TarGz.unpack(folder.resolve(CIFAR100_ARCHIVE), targets);
        });
  }

  private static Recipe fashionMnist() {
    Map<String, @Nullable Checksum> files = new LinkedHashMap<>();
    files.put(
        "train-images-idx3-ubyte.gz",
        Checksum.sha256("3aede38d61863908ad78613f6a32ed271626dd12800ba2636569512369268a84"));
    files.put(
        "train-labels-idx1-ubyte.gz",
        Checksum.sha256("a04f17134ac03560a47e3764e11b92fc97de4d1bfaf8ba1a3aa29af54cc90845"));
    files.put(
        "t10k-images-idx3-ubyte.gz",
        Checksum.sha256("346e55b948d973a97e58d2351dde16a484bd415d4595297633bb08f03db6a073"));
    files.put(
        "t10k-labels-idx1-ubyte.gz",
        Checksum.sha256("67da17c76eaffca5446c3361aaab5c3cd6d1c2608764d35dfb1850b086bf8dd5"));
    return new Recipe(
        URI.create("http://fashion-mnist.s3-website.eu-central-1.amazonaws.com/"),
        files,
        List.of(),
        folder -> {});
  }

  static Recipe omniglot(URI base, String imagesSha256) {
    Map<String, @Nullable Checksum> files = new LinkedHashMap<>();
    for (String file : OmniglotUnion.PARTS) {
      files.put(file, null);
    }
    return new Recipe(
        base, files, OmniglotUnion.MADE, folder -> OmniglotUnion.make(folder, imagesSha256));
  }

  /** Names of the data sets, which are also the folders they come to lie in. */
  public static List<String> names() {
    return List.of("cifar100", "fashion-mnist", "omniglot");
  }

  /** The place a data set is fetched from, where no other is given. */
  public static URI official(String name) {
    return recipe(name).base();
  }

  /**
   * Fetches a data set to the folder of its name under the data root; what is there is kept.
   *
   * @param base another place with the same files, ending in a slash, or null for the official one
   * @return whether anything was downloaded
   * @throws IllegalArgumentException if there is no data set of this name
   * @throws org.fierce.files.FolderInUseException if another process is fetching it
   * @throws DatasetFormatException if what came does not have the checksum
   * @throws IOException if a download fails; the next call goes on where this one stopped
   */
  public static boolean fetch(
      String name, Path root, @Nullable URI base, Fetcher fetcher, FetchListener listener)
      throws IOException {
    Recipe recipe = recipe(name);
    return fetch(
        base == null
            ? recipe
            : new Recipe(base, recipe.downloads(), recipe.made(), recipe.finish()),
        root.resolve(name),
        fetcher,
        listener);
  }

  static boolean fetch(Recipe recipe, Path folder, Fetcher fetcher, FetchListener listener)
      throws IOException {
    if (isMade(recipe, folder)) {
      return false;
    }
    try (FolderLock mine = FolderLock.hold(folder)) {
      return !isMade(recipe, folder) && fetchMissing(recipe, folder, fetcher, listener);
    }
  }

  private static boolean isMade(Recipe recipe, Path folder) {
    return !recipe.made().isEmpty()
        && recipe.made().stream().allMatch(file -> Files.exists(folder.resolve(file)));
  }

  private static boolean fetchMissing(
      Recipe recipe, Path folder, Fetcher fetcher, FetchListener listener) throws IOException {
    boolean downloaded = false;
    for (Map.Entry<String, @Nullable Checksum> file : recipe.downloads().entrySet()) {
      downloaded |=
          fetcher.fetch(
              recipe.base().resolve(file.getKey()),
              folder.resolve(file.getKey()),
              file.getValue(),
              listener);
    }
    recipe.finish().finish(folder);
    if (!recipe.made().isEmpty()) {
      for (String file : recipe.downloads().keySet()) {
        Files.deleteIfExists(folder.resolve(file));
      }
    }
    return downloaded;
  }
}
