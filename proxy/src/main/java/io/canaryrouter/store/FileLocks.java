package io.canaryrouter.store;

import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;

/**
 * One writer at a time, among the threads of this process and among processes of this machine. The
 * system ends a lock with its process, however that ends.
 *
 * <p>Waiting has no limit of its own, and ends when the thread is interrupted. Thread safety: any
 * thread.
 */
final class FileLocks {
  /** The system's locks are those of a process: within it they exclude nobody. */
  private static final Map<Path, ReentrantLock> IN_PROCESS = new ConcurrentHashMap<>();

  private FileLocks() {}

  /** What is done while the lock is held. */
  interface Work<T> {
    T run() throws IOException, StoreException;
  }

  /**
   * Does something while nobody else does under the same lock.
   *
   * @param file of the lock: made when there is none, never removed, always empty
   */
  static <T> T under(Path file, Work<T> work) throws IOException, StoreException {
    ReentrantLock lock = IN_PROCESS.computeIfAbsent(file, path -> new ReentrantLock());
    try {
      lock.lockInterruptibly();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("another writer is at it for too long");
    }
    try (FileChannel channel =
            FileChannel.open(file, Set.of(CREATE, WRITE), WholeFile.ownerOnly(file));
        FileLock held = channel.lock()) {
      if (!held.isValid()) {
        throw new IOException("the lock " + file + " was not granted");
      }
      return work.run();
    } finally {
      lock.unlock();
    }
  }
}
