package org.fierce.data.picture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.fierce.data.Damage;
import org.fierce.data.FolderDigest;
import org.fierce.files.DatasetFormatException;
import org.fierce.files.ReadLimits;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

class ImageStoreTest {
  private static final String COMPOSED = "Z\u00fcrich.png";
  private static final String DECOMPOSED = "Zu\u0308rich.png";
  private static final byte[] CONTENT =
      "some bytes, some bytes, some bytes".getBytes(StandardCharsets.UTF_8);

  @TempDir private Path folder;

  private Path zip(String... names) throws IOException {
    Path file = folder.resolve("x.zip");
    try (ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(file))) {
      for (String name : names) {
        out.putNextEntry(new ZipEntry(name));
        out.write(CONTENT);
      }
    }
    return file;
  }

  private static byte[] read(Path path, String name) throws IOException {
    return read(path, name, ReadLimits.standard());
  }

  private static byte[] read(Path path, String name, ReadLimits limits) throws IOException {
    try (ImageStore store = ImageStore.open(path, limits)) {
      return store.read(store.find(name));
    }
  }

  private static void refused(Path path, String name, String... messages) {
    assertThatExceptionOfType(DatasetFormatException.class)
        .isThrownBy(() -> read(path, name))
        .satisfies(e -> assertThat(e.getMessage()).contains(messages));
  }

  /** A zip of one entry as the format tells it, put together by hand. */
  private Path byHand(int flags, int method, byte[] packed, int unpacked, int crc, boolean is64)
      throws IOException {
    byte[] name = "a.png".getBytes(StandardCharsets.US_ASCII);
    ByteBuffer zip = ByteBuffer.allocate(1000 + packed.length).order(ByteOrder.LITTLE_ENDIAN);
    zip.putInt(0x04034B50).putShort((short) 20).putShort((short) flags).putShort((short) method);
    zip.putInt(0).putInt(crc).putInt(packed.length).putInt(unpacked);
    zip.putShort((short) name.length).putShort((short) 0).put(name).put(packed);
    int directory = zip.position();
    zip.putInt(0x02014B50).putShort((short) 20).putShort((short) 20).putShort((short) flags);
    zip.putShort((short) method).putInt(0).putInt(crc);
    zip.putInt(is64 ? -1 : packed.length).putInt(is64 ? -1 : unpacked);
    zip.putShort((short) name.length).putShort((short) (is64 ? 28 : 0)).putShort((short) 0);
    zip.putShort((short) 0).putShort((short) 0).putInt(0).putInt(is64 ? -1 : 0).put(name);
    if (is64) {
      zip.putShort((short) 1).putShort((short) 24);
      zip.putLong(unpacked).putLong(packed.length).putLong(0);
    }
    int length = zip.position() - directory;
    if (is64) {
      int end = zip.position();
      zip.putInt(0x06064B50).putLong(44).putShort((short) 45).putShort((short) 45).putInt(0);
      zip.putInt(0).putLong(1).putLong(1).putLong(length).putLong(directory);
      zip.putInt(0x07064B50).putInt(0).putLong(end).putInt(1);
    }
    zip.putInt(0x06054B50).putShort((short) 0).putShort((short) 0);
    zip.putShort((short) (is64 ? -1 : 1)).putShort((short) (is64 ? -1 : 1));
    zip.putInt(is64 ? -1 : length).putInt(is64 ? -1 : directory).putShort((short) 0);
    return Files.write(folder.resolve("x.zip"), Arrays.copyOf(zip.array(), zip.position()));
  }

  private static int crc(byte[] bytes) {
    CRC32 crc = new CRC32();
    crc.update(bytes);
    return (int) crc.getValue();
  }

  @Test
  void storedAndDeflatedEntriesAreReadIn32And64Bits() throws IOException {
    assertThat(read(zip("b/a.png"), "b/a.png")).isEqualTo(CONTENT);
    for (boolean is64 : new boolean[] {false, true}) {
      Path file = byHand(0, 0, CONTENT, CONTENT.length, crc(CONTENT), is64);
      assertThat(read(file, "a.png")).isEqualTo(CONTENT);
    }
  }

  @Test
  void namesMeetHoweverTheirAccentsAreWritten() throws IOException {
    assertThat(read(zip(COMPOSED), DECOMPOSED)).isEqualTo(CONTENT);
    assertThat(read(zip(DECOMPOSED), COMPOSED)).isEqualTo(CONTENT);
    refused(
        zip(COMPOSED, DECOMPOSED),
        COMPOSED,
        "2 such files, whose names differ only in how accents are written");
    Path photos = Files.createDirectories(folder.resolve("photos/" + DECOMPOSED + ".d"));
    Files.write(photos.resolve(DECOMPOSED), CONTENT);
    Path top = Objects.requireNonNull(photos.getParent());
    assertThat(read(top, COMPOSED + ".d/" + COMPOSED)).isEqualTo(CONTENT);
    assertThat(read(top, "./" + COMPOSED + ".d//" + COMPOSED)).isEqualTo(CONTENT);
    Files.write(photos.resolve(COMPOSED), CONTENT);
    refused(top, COMPOSED + ".d/" + COMPOSED, "2 such files");
  }

  @Test
  void namesThatLeadOutAreRefused() throws IOException {
    Path photos = Files.createDirectory(folder.resolve("photos"));
    Files.write(folder.resolve("out.png"), CONTENT);
    for (String name :
        new String[] {
          "../out.png", "a/../../out.png", "..", "/etc/passwd", "C:\\x.png", "..\\out.png"
        }) {
      refused(photos, name, "names \"" + name + "\", which leads out of " + photos);
    }
    refused(zip("../evil.png"), "../evil.png", "which leads out of");
    refused(photos, "a\0b", "which is no name of a file");
    refused(photos, "", "has no such file");
    Files.createSymbolicLink(photos.resolve("link.png"), folder.resolve("out.png"));
    assertThat(read(photos, "link.png")).isEqualTo(CONTENT);
  }

  @Test
  void namesWrittenALittleOtherwiseMeetTheOnlyFileThatCanBeMeant() throws IOException {
    Path photos = Files.createDirectories(folder.resolve("Photos/cats"));
    Files.write(photos.resolve("IMG #1.JPG"), CONTENT);
    Path top = Objects.requireNonNull(photos.getParent());
    for (String name :
        new String[] {
          "cats/img #1.jpg",
          "cats\\IMG #1.JPG",
          "cats/IMG #1",
          "IMG #1.JPG",
          "img #1",
          "Photos/cats/IMG #1.JPG",
          "photos\\cats\\img #1",
          top.toAbsolutePath() + "/cats/IMG #1.JPG"
        }) {
      try (ImageStore store = ImageStore.open(top, ReadLimits.standard())) {
        assertThat(store.find(name))
            .as(name)
            .isEqualTo(new ImageStore.Found("cats/IMG #1.JPG", false));
        assertThat(store.find("cats/IMG #1.JPG").isAsWritten()).isTrue();
      }
    }
    Files.createDirectories(top.resolve("dogs"));
    Files.write(top.resolve("dogs/img #1.jpg"), CONTENT);
    refused(
        top,
        "img #1",
        "names \"img #1\", but %s has 2 files that may be meant: cats/IMG #1.JPG, dogs/img #1.jpg"
            .formatted(top));
    assertThat(read(top, "dogs/IMG #1")).isEqualTo(CONTENT);
    assertThat(read(zip("x/A.png"), "a")).isEqualTo(CONTENT);
  }

  @Test
  void anEntryThatIsNotAsTheZipSaysIsRefused() throws IOException {
    refused(
        byHand(0, 0, CONTENT, CONTENT.length, 7, false),
        "a.png",
        "x.zip, entry a.png is damaged: its CRC-32 is",
        "the zip says 00000007 of 34");
    refused(
        byHand(0, 0, CONTENT, 99, crc(CONTENT), false),
        "a.png",
        "of 34 bytes, the zip says",
        "of 99");
    refused(
        byHand(1, 0, CONTENT, CONTENT.length, crc(CONTENT), false),
        "a.png",
        "entry a.png is encrypted; unpack the zip with its password");
    refused(
        byHand(0, 14, CONTENT, CONTENT.length, crc(CONTENT), false),
        "a.png",
        "packed by method 14; expected stored or deflated");
    refused(
        byHand(0, 8, CONTENT, CONTENT.length, crc(CONTENT), false),
        "a.png",
        "cannot be unpacked (");
    refused(
        byHand(0, 8, new byte[] {3, 0}, 300 << 20, 0, false),
        "a.png",
        "has 314572800 bytes, more than 256 MiB",
        "raise data.limits.megabytes");
    refused(
        byHand(0, 8, new byte[] {3, 0}, 200 << 20, 0, false),
        "a.png",
        "has 2 bytes that unpack to 209715200 or more, over 200 times as many");
  }

  @Test
  void anEntryThatIsThereTwiceIsRefused() throws IOException {
    byte[] once = Files.readAllBytes(zip("a.png", "b.png"));
    byte[] twice =
        new String(once, StandardCharsets.ISO_8859_1)
            .replace("b.png", "a.png")
            .getBytes(StandardCharsets.ISO_8859_1);
    refused(Files.write(folder.resolve("x.zip"), twice), "a.png", "entry a.png is there twice");
  }

  @Test
  void aZipCutAnywhereIsRefused() throws IOException {
    byte[] whole = Files.readAllBytes(zip("a.png", "b.png"));
    Path file = folder.resolve("x.zip");
    for (int length = 0; length < whole.length; length++) {
      Files.write(file, Arrays.copyOf(whole, length));
      refused(
          file, "a.png", length < 4 ? "neither a folder nor a whole zip" : "is a zip cut short");
    }
  }

  @Test
  @Timeout(180)
  void noDamageGivesAnythingButTheDocumentedException() throws IOException {
    Path file = folder.resolve("x.zip");
    for (byte[] whole :
        new byte[][] {
          Files.readAllBytes(zip("a.png", "b.png")),
          Files.readAllBytes(byHand(0, 0, CONTENT, CONTENT.length, crc(CONTENT), true))
        }) {
      Damage.of(
          whole,
          400,
          bytes -> {
            Files.write(file, bytes);
            read(file, "a.png");
          },
          "x.zip");
    }
  }

  @Test
  void aFolderHasTheDigestThatSha256sumGivesItsList() throws IOException {
    FolderDigest.Builder digest = new FolderDigest.Builder();
    digest.add("b", new byte[0]);
    digest.add("a", "x".getBytes(StandardCharsets.UTF_8));
    FolderDigest found = digest.finish(folder, List.of("b", "a"));
    // printf x > a; : > b; sha256sum a b | sha256sum
    assertThat(found.sha256())
        .isEqualTo("e4228aa4af602b2f048158fb207a9bfef5832f18b24545f6df1a617e229d7b9f");
    assertThat(found.files()).isEqualTo(2);
    assertThat(found.bytes()).isEqualTo(1);
    assertThat(FolderDigest.lastRead(folder, List.of("b", "a"))).isEqualTo(found);
    assertThat(FolderDigest.lastRead(folder, List.of("b"))).isNull();
  }
}
