package org.fierce.data.fetch;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.Enumeration;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;
import org.fierce.data.csv.CsvText;
import org.fierce.files.AtomicFiles;
import org.fierce.files.DatasetFormatException;

/**
 * The union of Omniglot's two small background sets as one zip with a CSV of labels: 8 alphabets
 * (coarse), 242 characters (fine), 20 drawers each; drawers 1 to 15 train, 16 to 20 test.
 */
final class OmniglotUnion {
  static final List<String> PARTS =
      List.of("images_background_small1.zip", "images_background_small2.zip");
  static final List<String> MADE =
      List.of("coarse_names.txt", "fine_names.txt", "labels.csv", "omniglot-small.zip");

  /** SHA-256 over each image in the order of names: its name, a line feed, its bytes. */
  static final String IMAGES_SHA256 =
      "99bf42e5a88bc23aac0d152c0a767ecf7538d45b89b872b6dbee2c29b844cdb0";

  private static final int LAST_TRAIN_DRAWER = 15;

  private OmniglotUnion() {}

  static void make(Path folder, String imagesSha256) throws IOException {
    SortedMap<String, byte[]> images = new TreeMap<>();
    for (String part : PARTS) {
      read(folder.resolve(part), images);
    }
    String found = digest(images);
    if (!found.equals(imagesSha256)) {
      for (String part : PARTS) {
        Files.deleteIfExists(folder.resolve(part));
      }
      throw new DatasetFormatException(
          "%s of %s have %d images with SHA-256 %s, expected %s; nothing is kept of them. Fetch again."
              .formatted(PARTS, folder, images.size(), found, imagesSha256));
    }
    TreeSet<String> coarse = new TreeSet<>();
    TreeSet<String> fine = new TreeSet<>();
    for (String name : images.keySet()) {
      coarse.add(name.substring(0, name.indexOf('/')));
      fine.add(name.substring(0, name.lastIndexOf('/')));
    }
    List<String> coarseNames = new ArrayList<>(coarse);
    List<String> fineNames = new ArrayList<>(fine);
    CsvText labels = new CsvText().add(List.of("path", "split", "fine", "coarse", "drawer"));
    for (String name : images.keySet()) {
      int drawer = Integer.parseInt(name.substring(name.lastIndexOf('_') + 1, name.length() - 4));
      labels.add(
          List.of(
              name,
              drawer <= LAST_TRAIN_DRAWER ? "train" : "test",
              Integer.toString(fineNames.indexOf(name.substring(0, name.lastIndexOf('/')))),
              Integer.toString(coarseNames.indexOf(name.substring(0, name.indexOf('/')))),
              Integer.toString(drawer)));
    }
    write(folder, "coarse_names.txt", utf8(String.join("\n", coarseNames) + "\n"));
    write(folder, "fine_names.txt", utf8(String.join("\n", fineNames) + "\n"));
    write(folder, "labels.csv", utf8(labels.toString()));
    write(folder, "omniglot-small.zip", zip(images));
  }

  private static void read(Path file, Map<String, byte[]> images) throws IOException {
    try (ZipFile zip = new ZipFile(file.toFile())) {
      for (Enumeration<? extends ZipEntry> e = zip.entries(); e.hasMoreElements(); ) {
        ZipEntry entry = e.nextElement();
        String name = entry.getName();
        // FOLDER/ALPHABET/CHARACTER/NUMBER_DRAWER.png; anything else is no image of the set.
        if (name.matches("images_background_small[12]/[^/]+/[^/]+/\\d+_\\d+\\.png")) {
          try (InputStream in = zip.getInputStream(entry)) {
            images.put(name.substring(name.indexOf('/') + 1), in.readAllBytes());
          }
        }
      }
    } catch (ZipException e) {
      Files.deleteIfExists(file);
      throw new DatasetFormatException(
          "%s is no whole zip (%s); nothing is kept of it. Fetch again."
              .formatted(file, e.getMessage()),
          e);
    }
  }

  static String digest(SortedMap<String, byte[]> images) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      images.forEach(
          (name, bytes) -> {
            digest.update(utf8(name + "\n"));
            digest.update(bytes);
          });
      return HexFormat.of().formatHex(digest.digest());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  private static byte[] zip(SortedMap<String, byte[]> images) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream out = new ZipOutputStream(bytes)) {
      for (Map.Entry<String, byte[]> image : images.entrySet()) {
        ZipEntry entry = new ZipEntry(image.getKey());
        entry.setTimeLocal(LocalDateTime.of(2000, 1, 1, 0, 0));
        out.putNextEntry(entry);
        out.write(image.getValue());
      }
    }
    return bytes.toByteArray();
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static void write(Path folder, String name, byte[] bytes) throws IOException {
    AtomicFiles.write(folder.resolve(name), bytes);
  }
}
