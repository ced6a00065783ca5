package org.fierce.data.fetch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;
import org.fierce.data.SharedData;
import org.fierce.files.Checksum;
import org.fierce.files.DatasetFormatException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FetcherTest {
  @TempDir Path folder;

  private final Map<String, byte[]> served = new ConcurrentHashMap<>();
  private final List<String> ranges = new CopyOnWriteArrayList<>();
  private volatile int cutAfter = Integer.MAX_VALUE;
  private volatile boolean honoursRange = true;
  private final HttpServer server = newServer();

  private static HttpServer newServer() {
    try {
      return HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @BeforeEach
  void start() {
    server.createContext("/", this::answer);
    server.start();
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  /** Serves a file or the rest of it; breaks off after {@code cutAfter} bytes. */
  private void answer(HttpExchange exchange) throws IOException {
    byte[] whole = served.get(exchange.getRequestURI().getPath().substring(1));
    String range = exchange.getRequestHeaders().getFirst("Range");
    ranges.add(String.valueOf(range));
    try (exchange) {
      if (whole == null) {
        exchange.sendResponseHeaders(404, -1);
        return;
      }
      int from = 0;
      if (range != null && honoursRange) {
        from = Integer.parseInt(range.substring("bytes=".length(), range.length() - 1));
        if (from >= whole.length) {
          exchange.sendResponseHeaders(416, -1);
          return;
        }
        exchange
            .getResponseHeaders()
            .set("Content-Range", "bytes %d-%d/%d".formatted(from, whole.length - 1, whole.length));
      }
      exchange.sendResponseHeaders(range != null && honoursRange ? 206 : 200, whole.length - from);
      OutputStream out = exchange.getResponseBody();
      out.write(whole, from, Math.min(cutAfter, whole.length - from));
      out.flush();
    }
  }

  private URI base() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/");
  }

  private URI uri(String file) {
    return base().resolve(file);
  }

  private static byte[] bytes(int count) {
    byte[] bytes = new byte[count];
    new SplittableRandom(1).nextBytes(bytes);
    return bytes;
  }

  private static Checksum sha256(byte[] bytes) {
    return Checksum.sha256(hex("SHA-256", bytes));
  }

  private static String hex(String algorithm, byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance(algorithm).digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void aFileComesWholeAndIsNotFetchedTwice() throws IOException {
    byte[] bytes = bytes(200_000);
    served.put("f", bytes);
    Path to = folder.resolve("deep/f");
    List<Long> progress = new CopyOnWriteArrayList<>();
    Fetcher fetcher = new Fetcher(1);
    assertThat(
            fetcher.fetch(
                uri("f"),
                to,
                sha256(bytes),
                (name, have, total) -> {
                  assertThat(name).isEqualTo("f");
                  assertThat(total).isEqualTo(200_000);
                  progress.add(have);
                }))
        .isTrue();
    assertThat(Files.readAllBytes(to)).isEqualTo(bytes);
    assertThat(progress).isSorted().endsWith(200_000L);
    assertThat(folder.resolve("deep/f.part")).doesNotExist();
    assertThat(fetcher.fetch(uri("f"), to, sha256(bytes), FetchListener.silent())).isFalse();
    assertThat(ranges).hasSize(1);
  }

  @Test
  void aCutConnectionIsTakenUpWhereItBroke() throws IOException {
    byte[] bytes = bytes(100_000);
    served.put("f", bytes);
    cutAfter = 40_000;
    assertThat(
            new Fetcher(5)
                .fetch(uri("f"), folder.resolve("f"), sha256(bytes), FetchListener.silent()))
        .isTrue();
    assertThat(Files.readAllBytes(folder.resolve("f"))).isEqualTo(bytes);
    assertThat(ranges.get(0)).isEqualTo("null");
    assertThat(ranges.size()).isGreaterThanOrEqualTo(3);
    assertThat(ranges.subList(1, ranges.size())).allMatch(range -> range.startsWith("bytes="));
  }

  @Test
  void aLaterCallGoesOnFromWhatWasKept() throws IOException {
    byte[] bytes = bytes(100_000);
    served.put("f", bytes);
    Files.write(folder.resolve("f.part"), Arrays.copyOf(bytes, 60_000));
    assertThat(
            new Fetcher(1)
                .fetch(uri("f"), folder.resolve("f"), sha256(bytes), FetchListener.silent()))
        .isTrue();
    assertThat(ranges).containsExactly("bytes=60000-");
    assertThat(Files.readAllBytes(folder.resolve("f"))).isEqualTo(bytes);
  }

  @Test
  void aServerWithoutRangesStartsOver() throws IOException {
    byte[] bytes = bytes(50_000);
    served.put("f", bytes);
    honoursRange = false;
    Files.write(folder.resolve("f.part"), new byte[100]);
    new Fetcher(1).fetch(uri("f"), folder.resolve("f"), sha256(bytes), FetchListener.silent());
    assertThat(Files.readAllBytes(folder.resolve("f"))).isEqualTo(bytes);
  }

  @Test
  void aPartThatIsWholeOnlyNeedsItsChecksum() throws IOException {
    byte[] bytes = bytes(500);
    served.put("f", bytes);
    Files.write(folder.resolve("f.part"), bytes);
    new Fetcher(1).fetch(uri("f"), folder.resolve("f"), sha256(bytes), FetchListener.silent());
    assertThat(Files.readAllBytes(folder.resolve("f"))).isEqualTo(bytes);
  }

  @Test
  void aConnectionThatKeepsBreakingIsReportedAndWhatCameIsKept() {
    byte[] bytes = bytes(100_000);
    served.put("f", bytes);
    cutAfter = 0;
    assertThatIOException()
        .isThrownBy(
            () ->
                new Fetcher(2)
                    .fetch(uri("f"), folder.resolve("f"), sha256(bytes), FetchListener.silent()))
        .withMessageContaining("broke off after 0 bytes, 2 times");
    assertThat(folder.resolve("f")).doesNotExist();
  }

  @Test
  void aWrongChecksumKeepsNothing() throws IOException {
    served.put("f", bytes(1000));
    Checksum other = sha256(bytes(1001));
    assertThatExceptionOfType(DatasetFormatException.class)
        .isThrownBy(
            () ->
                new Fetcher(1).fetch(uri("f"), folder.resolve("f"), other, FetchListener.silent()))
        .withMessageContaining("1000 bytes")
        .withMessageContaining(sha256(bytes(1000)).hex())
        .withMessageContaining(other.hex());
    assertThat(folder).isEmptyDirectory();
    Files.write(folder.resolve("f"), new byte[3]);
    assertThatExceptionOfType(DatasetFormatException.class)
        .isThrownBy(
            () ->
                new Fetcher(1).fetch(uri("f"), folder.resolve("f"), other, FetchListener.silent()))
        .withMessageContaining("left as it is");
    assertThat(folder.resolve("f")).hasSize(3);
  }

  @Test
  void anAnswerOtherThanTheFileIsReported() {
    assertThatIOException()
        .isThrownBy(
            () ->
                new Fetcher(3)
                    .fetch(uri("f"), folder.resolve("f"), sha256(bytes(1)), FetchListener.silent()))
        .withMessageContaining("status 404");
    assertThat(ranges).hasSize(1);
    assertThatIllegalArgumentException().isThrownBy(() -> new Fetcher(0));
  }

  @Test
  void aServerThatSendsNothingIsGivenUpAndWhatCameIsKept() throws IOException {
    byte[] bytes = bytes(100_000);
    CountDownLatch end = new CountDownLatch(1);
    server.createContext(
        "/idle",
        exchange -> {
          exchange.sendResponseHeaders(200, bytes.length);
          exchange.getResponseBody().write(bytes, 0, 40_000);
          exchange.getResponseBody().flush();
          try {
            end.await(20, TimeUnit.SECONDS);
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
          exchange.close();
        });
    assertThatIOException()
        .isThrownBy(
            () ->
                new Fetcher(1, Duration.ofMillis(500), 1 << 20)
                    .fetch(uri("idle"), folder.resolve("f"), sha256(bytes), FetchListener.silent()))
        .withMessageContaining("/idle sent nothing for 0.5 seconds after 40000 bytes, 1 times")
        .withMessageContaining("Fetch again to go on from there");
    end.countDown();
    assertThat(folder.resolve("f.part")).hasSize(40_000);
  }

  @Test
  void aFileLongerThanTheLimitIsRefused() {
    byte[] bytes = bytes(100_000);
    served.put("f", bytes);
    assertThatExceptionOfType(DatasetFormatException.class)
        .isThrownBy(
            () ->
                new Fetcher(1, Duration.ofSeconds(10), 50_000)
                    .fetch(uri("f"), folder.resolve("f"), sha256(bytes), FetchListener.silent()))
        .withMessageContaining("/f has 100000 bytes or more; at most 50000 are fetched");
    assertThat(folder).isEmptyDirectory();
  }

  /** A tar entry: header with name, octal size and type, then the padded bytes. */
  private static void tar(OutputStream out, String name, String size, byte[] bytes)
      throws IOException {
    byte[] header = new byte[512];
    byte[] ascii = name.getBytes(StandardCharsets.US_ASCII);
    System.arraycopy(ascii, 0, header, 0, ascii.length);
    byte[] octal = size.getBytes(StandardCharsets.US_ASCII);
    System.arraycopy(octal, 0, header, 124, octal.length);
    out.write(header);
    out.write(Arrays.copyOf(bytes, (bytes.length + 511) / 512 * 512));
  }

  private static byte[] cifarArchive() throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (GZIPOutputStream out = new GZIPOutputStream(bytes)) {
      tar(out, "cifar-100-binary/", "00000000000", new byte[0]);
      for (String name :
          List.of(
              "train.bin",
              "coarse_label_names.txt",
              "extra.txt",
              "test.bin",
              "fine_label_names.txt")) {
        byte[] content = (name + " content").repeat(100).getBytes(StandardCharsets.US_ASCII);
        tar(out, "cifar-100-binary/" + name, Integer.toOctalString(content.length), content);
      }
      out.write(new byte[1024]);
    }
    return bytes.toByteArray();
  }

  @Test
  void cifar100IsUnpackedToTheFilesItsSourceReads() throws IOException {
    byte[] archive = cifarArchive();
    served.put(PublicDatasets.CIFAR100_ARCHIVE, archive);
    PublicDatasets.Recipe recipe =
        PublicDatasets.cifar100(base(), Checksum.md5(hex("MD5", archive)));
    Path to = folder.resolve("cifar100");
    assertThat(PublicDatasets.fetch(recipe, to, new Fetcher(1), FetchListener.silent())).isTrue();
    assertThat(to.resolve("train.bin")).hasContent("train.bin content".repeat(100));
    assertThat(to.resolve("fine_label_names.txt"))
        .hasContent("fine_label_names.txt content".repeat(100));
    try (var files = Files.list(to)) {
      assertThat(files.filter(file -> !file.endsWith(".lock"))).hasSize(4);
    }
    assertThat(PublicDatasets.fetch(recipe, to, new Fetcher(1), FetchListener.silent())).isFalse();
    assertThat(ranges).hasSize(1);
  }

  @Test
  void aDamagedArchiveIsRefused() throws IOException {
    byte[] archive = cifarArchive();
    Path file = folder.resolve("a.tar.gz");
    Map<String, Path> members = Map.of("cifar-100-binary/test.bin", folder.resolve("test.bin"));
    for (int cut : new int[] {3, 20, archive.length / 3}) {
      Files.write(file, Arrays.copyOf(archive, cut));
      assertThatExceptionOfType(DatasetFormatException.class)
          .isThrownBy(() -> TarGz.unpack(file, members))
          .withMessageContaining("a.tar.gz");
    }
    Files.write(file, archive);
    assertThatExceptionOfType(DatasetFormatException.class)
        .isThrownBy(() -> TarGz.unpack(file, Map.of("other", folder.resolve("other"))))
        .withMessageContaining("no member other");
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (GZIPOutputStream out = new GZIPOutputStream(bytes)) {
      tar(out, "x", "9z", new byte[0]);
    }
    Files.write(file, bytes.toByteArray());
    assertThatExceptionOfType(DatasetFormatException.class)
        .isThrownBy(() -> TarGz.unpack(file, members))
        .withMessageContaining("size \"9z\"");
  }

  @Test
  void fashionMnistIsCheckedByItsPublishedFiles() throws IOException {
    Path labels = SharedData.file("fashion-mnist/t10k-labels-idx1-ubyte.gz");
    Path shared = Objects.requireNonNull(labels.getParent());
    for (String kind :
        List.of("train-images-idx3", "train-labels-idx1", "t10k-images-idx3", "t10k-labels-idx1")) {
      String name = kind + "-ubyte.gz";
      served.put(name, Files.readAllBytes(shared.resolve(name)));
    }
    assertThat(
            PublicDatasets.fetch(
                "fashion-mnist", folder, base(), new Fetcher(1), FetchListener.silent()))
        .isTrue();
    assertThat(folder.resolve("fashion-mnist/t10k-labels-idx1-ubyte.gz"))
        .hasSameBinaryContentAs(labels);
    served.put("t10k-labels-idx1-ubyte.gz", new byte[10]);
    Files.delete(folder.resolve("fashion-mnist/t10k-labels-idx1-ubyte.gz"));
    assertThatExceptionOfType(DatasetFormatException.class)
        .isThrownBy(
            () ->
                PublicDatasets.fetch(
                    "fashion-mnist", folder, base(), new Fetcher(1), FetchListener.silent()))
        .withMessageContaining("67da17c76eaffca5446c3361aaab5c3cd6d1c2608764d35dfb1850b086bf8dd5");
  }

  @Test
  void omniglotBecomesOneZipWithLabels() throws IOException {
    Path labels = SharedData.file("omniglot/labels.csv");
    Path shared = Objects.requireNonNull(labels.getParent());
    TreeMap<String, byte[]> first = new TreeMap<>();
    TreeMap<String, byte[]> second = new TreeMap<>();
    try (ZipFile zip = new ZipFile(shared.resolve("omniglot-small.zip").toFile())) {
      for (ZipEntry entry : zip.stream().toList()) {
        byte[] bytes = zip.getInputStream(entry).readAllBytes();
        if (entry.getName().compareTo("H") < 0) {
          first.put("images_background_small1/" + entry.getName(), bytes);
        }
        if (entry.getName().compareTo("G") > 0) {
          second.put("images_background_small2/" + entry.getName(), bytes);
        }
      }
    }
    served.put("images_background_small1.zip", zip(first));
    served.put("images_background_small2.zip", zip(second));
    PublicDatasets.fetch("omniglot", folder, base(), new Fetcher(1), FetchListener.silent());
    Path made = folder.resolve("omniglot");
    assertThat(made.resolve("labels.csv")).hasSameTextualContentAs(labels);
    assertThat(made.resolve("fine_names.txt"))
        .hasSameTextualContentAs(shared.resolve("fine_names.txt"));
    assertThat(made.resolve("coarse_names.txt"))
        .hasSameTextualContentAs(shared.resolve("coarse_names.txt"));
    try (var files = Files.list(made)) {
      assertThat(files.filter(file -> !file.endsWith(".lock"))).hasSize(4);
    }
  }

  private static byte[] zip(Map<String, byte[]> files) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream out = new ZipOutputStream(bytes)) {
      for (Map.Entry<String, byte[]> file : files.entrySet()) {
        out.putNextEntry(new ZipEntry(file.getKey()));
        out.write(file.getValue());
      }
    }
    return bytes.toByteArray();
  }

  @Test
  void omniglotWithOtherImagesIsRefused() throws IOException {
    served.put(
        "images_background_small1.zip",
        zip(Map.of("images_background_small1/A/c/1_01.png", new byte[3])));
    served.put("images_background_small2.zip", zip(Map.of("readme", new byte[1])));
    assertThatExceptionOfType(DatasetFormatException.class)
        .isThrownBy(
            () ->
                PublicDatasets.fetch(
                    "omniglot", folder, base(), new Fetcher(1), FetchListener.silent()))
        .withMessageContaining("1 images");
    assertThat(folder.resolve("omniglot"))
        .isDirectoryNotContaining(file -> !file.endsWith(".lock"));
    served.put("images_background_small1.zip", new byte[100]);
    assertThatExceptionOfType(DatasetFormatException.class)
        .isThrownBy(
            () ->
                PublicDatasets.fetch(
                    "omniglot", folder, base(), new Fetcher(1), FetchListener.silent()))
        .withMessageContaining("no whole zip");
  }

  @Test
  void anUnknownDataSetIsRefusedNamingTheOthers() {
    assertThat(PublicDatasets.names())
        .allSatisfy(name -> assertThat(PublicDatasets.official(name).toString()).endsWith("/"));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> PublicDatasets.official("imagenet"))
        .withMessageContaining("imagenet")
        .withMessageContaining("cifar100, fashion-mnist, omniglot");
  }
}
