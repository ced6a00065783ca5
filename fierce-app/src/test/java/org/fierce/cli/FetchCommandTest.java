package org.fierce.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FetchCommandTest {
  @TempDir private Path folder;

  @Test
  void anUnknownNameIsRefusedWithTheNearOne() {
    Fierce fetch = Fierce.run("fetch", "cifar10O", "--to", folder);
    assertThat(fetch.code()).isEqualTo(2);
    assertThat(fetch.err())
        .contains("there is no public data set 'cifar10O'; did you mean 'cifar100'?");
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void anUnreachablePlaceIsOneMessage() throws IOException {
    int port;
    try (ServerSocket closed = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = closed.getLocalPort();
    }
    String place = "http://127.0.0.1:" + port;

    Fierce fetch = Fierce.run("fetch", "cifar100", "--to", folder, "--from", place);

    assertThat(fetch.code()).isEqualTo(1);
    assertThat(fetch.err())
        .startsWith("fierce: " + place + "/cifar-100-binary.tar.gz cannot be reached (")
        .contains("Check the network")
        .hasLineCount(2)
        .endsWith("(--stacktrace tells more)" + System.lineSeparator());
  }

  @Test
  void aWrongChecksumIsBadDataAndNothingIsKept() throws IOException {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          exchange.sendResponseHeaders(200, 3);
          try (exchange) {
            exchange.getResponseBody().write(new byte[] {1, 2, 3});
          }
        });
    server.start();
    try {
      String place = "http://127.0.0.1:" + server.getAddress().getPort() + "/";

      Fierce fetch = Fierce.run("fetch", "cifar100", "--to", folder, "--from", place);

      assertThat(fetch.code()).isEqualTo(3);
      assertThat(fetch.err())
          .contains("cifar-100-binary.tar.gz: 0.0 of 0.0 MB, 100 %")
          .contains("came with 3 bytes and MD5", "expected eb9058c3a382ffc7106e4002c42a8d85");
      assertThat(folder.resolve("cifar100").toFile().list()).containsExactly(".lock");
    } finally {
      server.stop(0);
    }
  }

  @Test
  void whatIsThereIsKept() throws IOException {
    Path cifar = Files.createDirectories(folder.resolve("cifar100"));
    for (String name :
        new String[] {"coarse_label_names.txt", "fine_label_names.txt", "test.bin", "train.bin"}) {
      Files.createFile(cifar.resolve(name));
    }
    Fierce fetch = Fierce.run("fetch", "cifar100", "--to", folder);
    assertThat(fetch.code()).isZero();
    assertThat(fetch.out().strip()).isEqualTo(cifar + ": was there already");
  }

  @Test
  void progressIsDrawnOverOnATerminalAndToldNowAndThenElsewhere() {
    assertThat(progress(true))
        .isEqualTo("\rset.gz: 1.0 of 4.0 MB, 25 %   \rset.gz: 4.0 of 4.0 MB, 100 %   \n");
    assertThat(progress(false)).isEqualTo("set.gz: 4.0 of 4.0 MB, 100 %\n");
  }

  private static String progress(boolean isInteractive) {
    StringWriter err = new StringWriter();
    Terminal terminal = new Terminal(isInteractive, false, 80);
    long[] nanos = {0};
    try (FetchProgress progress =
        new FetchProgress(
            new Streams(new PrintWriter(err), new PrintWriter(err), terminal, terminal),
            () -> nanos[0])) {
      nanos[0] = 1_000_000_000L;
      progress.progressed("set.gz", 1_000_000, 4_000_000);
      progress.progressed("set.gz", 2_000_000, 4_000_000);
      progress.progressed("set.gz", 4_000_000, 4_000_000);
    }
    return err.toString().replace(System.lineSeparator(), "\n");
  }
}
