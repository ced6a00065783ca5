package org.fierce.data.fetch;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.OptionalLong;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.fierce.files.AtomicFiles;
import org.fierce.files.Checksum;
import org.fierce.files.DatasetFormatException;
import org.fierce.files.WriteFailure;
import org.jspecify.annotations.Nullable;

/**
 * Downloads a file over HTTP. What has come is kept beside the target as {@code NAME.part}; a later
 * call asks for the rest (Range). The file takes its name, atomically, only once its checksum is
 * right.
 */
public final class Fetcher {
  private static final Duration IDLE = Duration.ofSeconds(60);
  private static final long MOST_BYTES = 1L << 30;

  private final HttpClient client;
  private final int attempts;
  private final Duration idle;
  private final long mostBytes;

  /**
   * A fetcher with a client of its own.
   *
   * @param attempts how often a cut connection is taken up again before giving up, at least 1
   * @throws IllegalArgumentException if {@code attempts} is below 1
   */
  public Fetcher(int attempts) {
    this(attempts, IDLE, MOST_BYTES);
  }

  /**
   * A fetcher with other limits.
   *
   * @param idle how long a server may send nothing before the connection counts as cut
   * @param mostBytes the most that a file may have
   */
  Fetcher(int attempts, Duration idle, long mostBytes) {
    if (attempts < 1) {
      throw new IllegalArgumentException("%d attempts; at least 1 is needed".formatted(attempts));
    }
    this.attempts = attempts;
    this.idle = idle;
    this.mostBytes = mostBytes;
    this.client =
        HttpClient.newBuilder()
            .followRedirects(HttpClient.Redirect.NORMAL)
            .connectTimeout(Duration.ofSeconds(30))
            .build();
  }

  /**
   * Fetches a file unless it is there and right.
   *
   * @param checksum of the whole file; null if what is made of it is checked later
   * @return whether anything was downloaded
   * @throws DatasetFormatException if the whole file came and its checksum is wrong, or it is
   *     longer than 1 GiB; nothing is kept of it
   * @throws IOException if the server refuses or the connection keeps breaking; what came is kept
   *     for the next call
   */
  public boolean fetch(URI from, Path to, @Nullable Checksum checksum, FetchListener listener)
      throws IOException {
    if (Files.exists(to)) {
      if (checksum == null) {
        return false;
      }
      String found = checksum.of(to);
      if (found.equals(checksum.hex())) {
        return false;
      }
      throw new DatasetFormatException(
          "%s is there with %s %s, expected %s; it is left as it is. Move it away and fetch again."
              .formatted(to, checksum.algorithm(), found, checksum.hex()));
    }
    Path folder = to.toAbsolutePath().getParent();
    if (folder != null) {
      Files.createDirectories(folder);
    }
    String name = String.valueOf(to.getFileName());
    Path part = to.resolveSibling(name + ".part");
    for (int attempt = 1; ; attempt++) {
      try {
        download(from, part, name, listener);
        break;
      } catch (CutShort e) {
        if (attempt == attempts) {
          String what =
              e.isIdle
                  ? "sent nothing for %s seconds".formatted(idle.toMillis() / 1000.0)
                  : "broke off";
          throw new IOException(
              "%s %s after %d bytes, %d times; what came is kept in %s. Fetch again to go on from there."
                  .formatted(from, what, size(part), attempts, part),
              e);
        }
      }
    }
    if (checksum == null) {
      AtomicFiles.move(part, to);
      return true;
    }
    String found = checksum.of(part);
    if (!found.equals(checksum.hex())) {
      long bytes = Files.size(part);
      Files.delete(part);
      throw new DatasetFormatException(
          "%s came with %d bytes and %s %s, expected %s; nothing is kept of it. Fetch again; if that does not help, the publisher has changed the file."
              .formatted(from, bytes, checksum.algorithm(), found, checksum.hex()));
    }
    AtomicFiles.move(part, to);
    return true;
  }

  /** A connection that ended before the file did. */
  private static final class CutShort extends IOException {
    private static final long serialVersionUID = 1L;

    final boolean isIdle;

    CutShort(Exception cause) {
      super(cause);
      isIdle = cause instanceof TimeoutException || cause instanceof HttpTimeoutException;
    }
  }

  private void download(URI from, Path part, String name, FetchListener listener)
      throws IOException {
    long have = size(part);
    HttpRequest.Builder request = HttpRequest.newBuilder(from).timeout(idle).GET();
    if (have > 0) {
      request.header("Range", "bytes=" + have + "-");
    }
    HttpResponse<InputStream> response = send(request.build());
    try (InputStream in = response.body()) {
      int status = response.statusCode();
      if (status == 416 && have > 0) {
        // Nothing is left to send: the part is whole, or too long and the checksum will tell.
        return;
      }
      if (status != 200 && status != 206) {
        throw new IOException(
            "%s answered with status %d; expected 200. Check the address or try later."
                .formatted(from, status));
      }
      boolean resumes = status == 206 && startsAt(response, have);
      if (status == 206 && !resumes) {
        Files.deleteIfExists(part);
        throw new CutShort(
            new IOException(
                "%s sent the wrong range, %s"
                    .formatted(
                        from, response.headers().firstValue("Content-Range").orElse("none"))));
      }
      long before = resumes ? have : 0;
      OptionalLong length = response.headers().firstValueAsLong("Content-Length");
      long total = length.isPresent() ? before + length.getAsLong() : -1;
      refuseTooLong(from, part, Math.max(before, total));
      copy(from, in, part, resumes, before, total, name, listener);
    }
  }

  private static boolean startsAt(HttpResponse<?> response, long have) {
    return response
        .headers()
        .firstValue("Content-Range")
        .map(range -> range.startsWith("bytes " + have + "-"))
        .orElse(false);
  }

  private HttpResponse<InputStream> send(HttpRequest request) throws IOException {
    try {
      return client.send(request, HttpResponse.BodyHandlers.ofInputStream());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw (IOException) new InterruptedIOException("interrupted while fetching").initCause(e);
    } catch (ConnectException | HttpConnectTimeoutException e) {
      throw new IOException(
          "%s cannot be reached (%s). Check the network and fetch again; what came before is kept."
              .formatted(
                  request.uri(),
                  e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage()),
          e);
    } catch (IOException e) {
      // Somebody answered: whether a cut is met here or while reading on is a matter of moments.
      throw new CutShort(e);
    }
  }

  private void refuseTooLong(URI from, Path part, long bytes) throws IOException {
    if (bytes > mostBytes) {
      Files.deleteIfExists(part);
      throw new DatasetFormatException(
          "%s has %d bytes or more; at most %d are fetched. Is it the right address? Nothing is kept of it."
              .formatted(from, bytes, mostBytes));
    }
  }

  /** Reads what comes next, and waits no longer for it than a server may be idle. */
  private int read(ExecutorService reader, InputStream in, byte[] buffer) throws IOException {
    Future<Integer> count = reader.submit(() -> in.read(buffer));
    try {
      return count.get(idle.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw (IOException) new InterruptedIOException("interrupted while fetching").initCause(e);
    } catch (ExecutionException | TimeoutException e) {
      count.cancel(true);
      throw new CutShort(e);
    }
  }

  private void copy(
      URI from,
      InputStream in,
      Path part,
      boolean append,
      long before,
      long total,
      String name,
      FetchListener listener)
      throws IOException {
    long bytes = before;
    byte[] buffer = new byte[1 << 16];
    ExecutorService reader =
        Executors.newSingleThreadExecutor(
            task -> {
              Thread thread = new Thread(task, "fetch " + name);
              thread.setDaemon(true);
              return thread;
            });
    try (OutputStream out =
        Files.newOutputStream(
            part,
            StandardOpenOption.CREATE,
            StandardOpenOption.WRITE,
            append ? StandardOpenOption.APPEND : StandardOpenOption.TRUNCATE_EXISTING)) {
      while (true) {
        int n = read(reader, in, buffer);
        if (n < 0) {
          break;
        }
        try {
          out.write(buffer, 0, n);
        } catch (IOException e) {
          throw WriteFailure.naming(part, e);
        }
        bytes += n;
        refuseTooLong(from, part, bytes);
        listener.progressed(name, bytes, total);
      }
    } finally {
      reader.shutdownNow();
    }
    if (total >= 0 && bytes < total) {
      throw new CutShort(new EOFException("%d of %d bytes came".formatted(bytes, total)));
    }
  }

  private static long size(Path part) throws IOException {
    return Files.exists(part) ? Files.size(part) : 0;
  }
}
