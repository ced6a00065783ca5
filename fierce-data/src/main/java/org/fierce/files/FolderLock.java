package org.fierce.files;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * A lock on a folder: only one run of one process at a time may write to it. The system's lock on
 * the file {@code .lock} in the folder is the right itself, so that it ends with its process,
 * however that ends; the file's text says who has it ({@link LockHolder}), and is empty while
 * nobody does. The file stays, since to delete it would let two processes lock two files of one
 * name.
 *
 * <p>Some network file systems have no locks. There the text alone counts: a holder on this machine
 * that is gone does not block, one on another machine does until the file is deleted.
 *
 * <p>The thread that holds a folder may hold it again.
 */
public final class FolderLock implements AutoCloseable {
  /** Name of the file that is locked. */
  public static final String FILE = ".lock";

  // Behind the text: Windows lets nobody else read bytes that are locked.
  private static final long LOCKED_BYTE = 1 << 30;
  private static final int READS = 20;
  private static final int READ_EVERY_MILLIS = 10;

  // Closing any channel of a file ends all locks of the process on it, so that a folder held by
  // this process must be known before its file is opened.
  private static final Map<Path, FolderLock> HELD = new ConcurrentHashMap<>();

  private final Path folder;
  private final Path key;
  private final Thread owner = Thread.currentThread();
  private @Nullable FileChannel channel;
  private int holds = 1;

  private FolderLock(Path folder, Path key) {
    this.folder = folder;
    this.key = key;
  }

  /** Asks the system for a lock, as {@link FileChannel#tryLock(long, long, boolean)}. */
  @FunctionalInterface
  interface Locks {
    @Nullable FileLock tryLock(FileChannel channel) throws IOException;
  }

  /**
   * Locks the folder, and deletes half-written files of processes that have ended.
   *
   * @param folder made if it is not there
   * @throws FolderInUseException at once, if somebody else holds it
   * @throws IOException if it cannot be made or written to
   */
  public static FolderLock hold(Path folder) throws IOException {
    return hold(folder, file -> file.tryLock(LOCKED_BYTE, 1, false));
  }

  static FolderLock hold(Path folder, Locks locks) throws IOException {
    try {
      Files.createDirectories(folder);
    } catch (IOException e) {
      throw WriteFailure.remedy(e.getMessage()) == null ? e : WriteFailure.naming(folder, e);
    }
    Path key = folder.toRealPath();
    FolderLock mine = new FolderLock(folder, key);
    @Nullable FolderLock held = HELD.putIfAbsent(key, mine);
    if (held != null) {
      return held.again();
    }
    try {
      mine.take(locks);
    } catch (IOException | RuntimeException | Error e) {
      HELD.remove(key, mine);
      throw e;
    }
    return mine;
  }

  private synchronized FolderLock again() throws FolderInUseException {
    if (owner != Thread.currentThread() || holds == 0) {
      throw new FolderInUseException(
          "%s is in use by another run of this process (%d); wait for it to end, or choose another --out"
              .formatted(folder, ProcessHandle.current().pid()));
    }
    holds++;
    return this;
  }

  private void take(Locks locks) throws IOException {
    Path file = folder.resolve(FILE);
    FileChannel opened;
    try {
      opened =
          FileChannel.open(
              file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
    } catch (IOException e) {
      throw WriteFailure.naming(file, e);
    }
    try {
      if (!isLocked(opened, locks)) {
        throw refusal(opened, false);
      }
      LockHolder.current().write(opened);
      PartialFiles.sweep(folder);
      PartialFiles.sweep(folder.resolve("checkpoint"));
    } catch (FolderInUseException | RuntimeException | Error e) {
      opened.close();
      throw e;
    } catch (IOException e) {
      opened.close();
      throw WriteFailure.naming(file, e);
    }
    channel = opened;
  }

  /** Whether the folder is ours now. */
  private boolean isLocked(FileChannel opened, Locks locks) throws IOException {
    try {
      return locks.tryLock(opened) != null;
    } catch (OverlappingFileLockException other) {
      // A copy of this class, as of another class loader, holds it.
      return false;
    } catch (IOException noLocks) {
      LockHolder holder = LockHolder.read(opened);
      if (holder != null && holder.mayBeAlive()) {
        throw refusal(opened, true);
      }
      return true;
    }
  }

  private FolderInUseException refusal(FileChannel opened, boolean isWithoutLocks)
      throws IOException {
    LockHolder holder = LockHolder.read(opened);
    for (int read = 1; read < READS && (holder == null || !holder.mayBeAlive()); read++) {
      // Locked, and not yet said by whom.
      try {
        Thread.sleep(READ_EVERY_MILLIS);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        break;
      }
      holder = LockHolder.read(opened);
    }
    return new FolderInUseException(
        holder == null
            ? "%s is in use by another process; wait for it to end, or choose another --out"
                .formatted(folder)
            : "%s is in use by %s; wait for it to end, stop it (kill %d)%s, or choose another --out"
                .formatted(
                    folder,
                    holder.words(),
                    holder.process(),
                    isWithoutLocks && !holder.isHere()
                        ? ", delete %s if it is gone".formatted(folder.resolve(FILE))
                        : ""));
  }

  /** Releases the folder when everyone who holds it has closed it; closing twice does nothing. */
  @Override
  public synchronized void close() throws IOException {
    if (holds == 0 || --holds > 0) {
      return;
    }
    try (FileChannel opened = channel) {
      if (opened != null) {
        opened.truncate(0);
      }
    } finally {
      channel = null;
      HELD.remove(key, this);
    }
  }
}
