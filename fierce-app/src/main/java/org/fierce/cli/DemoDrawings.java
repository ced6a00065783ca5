package org.fierce.cli;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;
import org.fierce.data.csv.CsvText;
import org.fierce.files.AtomicFiles;

/**
 * The drawings of the demonstration, which come with the program (Omniglot, 8 alphabets), and the
 * folder that they are written to: one zip with the table of its labels, and two folders of
 * pictures that are neither trained on nor scored.
 *
 * <p>Drawers 1 to 15 are trained on, 16 to 20 are the test. Held back are all drawings of one
 * character, the Greek psi, and of each alphabet one drawing of drawer 20.
 */
final class DemoDrawings {
  static final String NEW_ALPHABET = "Greek";
  static final String NEW_CHARACTER = "Greek psi";

  private static final String PACKAGE = "/org/fierce/demo/";
  private static final List<String> PARTS = List.of("omniglot-1.zip", "omniglot-2.zip");
  private static final List<String> PAPERS = List.of("LICENSE", "SOURCE.txt");
  private static final int LAST_TRAINED = 15;
  private static final int NEW_EXAMPLES = 5;

  /** Of each alphabet the drawing of this character by the last drawer is held back. */
  private static final int HELD_BACK = 7;

  private static final int LAST_DRAWER = 20;
  private static final List<String> GREEK =
      List.of(
          "alpha", "beta", "gamma", "delta", "epsilon", "zeta", "eta", "theta", "iota", "kappa",
          "lambda", "mu", "nu", "xi", "omicron", "pi", "rho", "sigma", "tau", "upsilon", "phi",
          "chi", "psi", "omega");

  private final Path folder;

  DemoDrawings(Path folder) {
    this.folder = folder;
  }

  /** One drawing held back of each alphabet, and one of the new character. */
  Path heldBack() {
    return folder.resolve("held-back");
  }

  /** A few drawings of the character that the network has never seen. */
  Path newCharacter() {
    return folder.resolve("psi");
  }

  /** The held-back drawing of that character. */
  Path newDrawing() {
    return heldBack().resolve(name(NEW_CHARACTER));
  }

  /**
   * A drawing.
   *
   * @param entry its name in the zip
   * @param alphabet as {@code Greek}
   * @param number of the character in its alphabet, from 1
   * @param drawer from 1 to 20
   */
  private record Drawing(String entry, String alphabet, int number, int drawer) {
    private static final Pattern ENTRY =
        Pattern.compile("([^/]+)/character(\\d\\d)/\\d{4}_(\\d\\d)\\.png");

    static Drawing of(String entry) {
      Matcher parts = ENTRY.matcher(entry);
      if (!parts.matches()) {
        throw new IllegalStateException(entry + " is no drawing of the demonstration");
      }
      String alphabet =
          parts.group(1).startsWith("Japanese") ? "Katakana" : parts.group(1).replace('_', ' ');
      return new Drawing(
          entry, alphabet, Integer.parseInt(parts.group(2)), Integer.parseInt(parts.group(3)));
    }

    /** As {@code Greek psi}, {@code Latin k}, {@code Korean 07}. */
    String character() {
      String own =
          switch (alphabet) {
            case "Greek" -> GREEK.get(number - 1);
            case "Latin" -> String.valueOf((char) ('a' + number - 1));
            default -> String.format(Locale.ROOT, "%02d", number);
          };
      return alphabet + " " + own;
    }

    boolean isNew() {
      return character().equals(NEW_CHARACTER);
    }

    boolean isHeldBack() {
      return drawer == LAST_DRAWER && (number == HELD_BACK || isNew());
    }

    boolean isLabelled() {
      return !isNew() && !isHeldBack();
    }
  }

  /** Writes what is not there yet. */
  void write() throws IOException {
    Map<String, byte[]> pictures = new TreeMap<>();
    for (String part : PARTS) {
      try (ZipInputStream zip = new ZipInputStream(open(part))) {
        for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
          pictures.put(entry.getName(), zip.readAllBytes());
        }
      }
    }
    Path drawings = folder.resolve("drawings");
    CsvText labels = new CsvText().add(List.of("file", "alphabet", "character", "split"));
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
      for (Map.Entry<String, byte[]> picture : pictures.entrySet()) {
        Drawing drawing = Drawing.of(picture.getKey());
        if (drawing.isLabelled()) {
          String split = drawing.drawer() <= LAST_TRAINED ? "train" : "test";
          labels.add(List.of(drawing.entry(), drawing.alphabet(), drawing.character(), split));
          store(zip, drawing.entry(), picture.getValue());
        } else if (drawing.isHeldBack()) {
          put(heldBack().resolve(name(drawing.character())), picture.getValue());
        } else if (drawing.isNew() && drawing.drawer() <= NEW_EXAMPLES) {
          put(newCharacter().resolve("psi-%d.png".formatted(drawing.drawer())), picture.getValue());
        }
      }
    }
    put(drawings.resolve("omniglot-drawings.zip"), bytes.toByteArray());
    put(
        drawings.resolve("omniglot-drawings.csv"),
        labels.toString().getBytes(StandardCharsets.UTF_8));
    for (String paper : PAPERS) {
      try (InputStream in = open(paper)) {
        put(drawings.resolve(paper), in.readAllBytes());
      }
    }
  }

  private static InputStream open(String resource) {
    return Objects.requireNonNull(
        DemoDrawings.class.getResourceAsStream(PACKAGE + resource), resource);
  }

  /** Uncompressed and without a time, so that the zip is the same bytes wherever it is written. */
  private static void store(ZipOutputStream zip, String name, byte[] content) throws IOException {
    ZipEntry entry = new ZipEntry(name);
    CRC32 sum = new CRC32();
    sum.update(content);
    entry.setMethod(ZipEntry.STORED);
    entry.setSize(content.length);
    entry.setCrc(sum.getValue());
    entry.setTimeLocal(java.time.LocalDateTime.of(2000, 1, 1, 0, 0));
    zip.putNextEntry(entry);
    zip.write(content);
    zip.closeEntry();
  }

  private static void put(Path file, byte[] content) throws IOException {
    if (!Files.exists(file)) {
      Files.createDirectories(Objects.requireNonNull(file.getParent()));
      AtomicFiles.write(file, content);
    }
  }

  private static String name(String character) {
    return character.toLowerCase(Locale.ROOT).replace(' ', '-') + ".png";
  }
}
