package org.fierce.files;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Who holds a folder, as {@code .lock} says it: {@code process 1234 on HOST since TIME}.
 *
 * @param process number of the process
 * @param host name of its machine
 * @param since when it took the folder
 */
record LockHolder(long process, String host, String since) {
  private static final int LONGEST_TEXT = 400;
  private static final Pattern TEXT =
      Pattern.compile("process (\\d{1,18}) on (\\S{1,300}) since ([0-9TZ:.+-]{1,40})\\s*");

  /** This process, now. */
  static LockHolder current() {
    return new LockHolder(
        ProcessHandle.current().pid(),
        hostName(),
        Instant.now().truncatedTo(ChronoUnit.SECONDS).toString());
  }

  /** What the file says; null where it says nobody. */
  static @Nullable LockHolder read(FileChannel channel) throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(LONGEST_TEXT);
    int read = 0;
    while (bytes.hasRemaining() && read >= 0) {
      read = channel.read(bytes, bytes.position());
    }
    Matcher text = TEXT.matcher(StandardCharsets.UTF_8.decode(bytes.flip()));
    return text.matches()
        ? new LockHolder(Long.parseLong(text.group(1)), text.group(2), text.group(3))
        : null;
  }

  /** Makes it what the file says. */
  void write(FileChannel channel) throws IOException {
    ByteBuffer text =
        StandardCharsets.UTF_8.encode(
            "process %d on %s since %s%n".formatted(process, host, since));
    channel.truncate(0);
    while (text.hasRemaining()) {
      channel.write(text, text.position());
    }
  }

  /** Whether it is a process of this machine. */
  boolean isHere() {
    return host.equals(hostName());
  }

  /** False if it is a process of this machine that has ended. */
  boolean mayBeAlive() {
    return !isHere() || ProcessHandle.of(process).isPresent();
  }

  String words() {
    return "process %d on %s since %s".formatted(process, host, since);
  }

  private static String hostName() {
    String name = "";
    try {
      name = Files.readString(Path.of("/proc/sys/kernel/hostname")).strip();
    } catch (IOException notLinux) {
      Map<String, String> environment = System.getenv();
      name = environment.getOrDefault("COMPUTERNAME", environment.getOrDefault("HOSTNAME", ""));
    }
    return name.matches("\\S{1,300}") ? name : "localhost";
  }
}
