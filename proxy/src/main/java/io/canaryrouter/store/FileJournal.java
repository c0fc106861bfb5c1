package io.canaryrouter.store;

import static java.nio.file.StandardCopyOption.ATOMIC_MOVE;
import static java.nio.file.StandardCopyOption.REPLACE_EXISTING;
import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Lines that are added at the end of a file. When it has as many as are to be kept it is put aside
 * and the next one begun, so that there are never more than twice as many.
 *
 * <p>A line that a crash cut off is no line: nobody gets to read it, and the next one takes its
 * place. Confined to the store's thread; writers of other processes are kept out by the store's
 * lock.
 */
final class FileJournal {
  /** Nothing that this router writes is longer; what is was not written by one. */
  private static final int MOST_BYTES = 1 << 20;

  private final Path file;
  private final Path before;

  /** How far lines have been counted, in which file, and how many there were. */
  private @Nullable Object counted;

  private long countedBytes;
  private long lines;

  /**
   * A journal beside the state.
   *
   * @param state the state's file, whose name with the journal's is this one's
   */
  FileJournal(Path state, String name) {
    file = state.resolveSibling(state.getFileName() + "." + name + ".jsonl");
    before = state.resolveSibling(state.getFileName() + "." + name + ".1.jsonl");
  }

  /** Adds a line; it has reached the disk when this returns. */
  void append(String line, int keep) throws IOException {
    try (FileChannel out =
        FileChannel.open(file, Set.of(CREATE, READ, WRITE), WholeFile.ownerOnly(file))) {
      long end = countLines(out);
      out.truncate(end);
      ByteBuffer added = ByteBuffer.wrap((line + "\n").getBytes(StandardCharsets.UTF_8));
      long size = added.remaining();
      try {
        for (long at = end; added.hasRemaining(); ) {
          at += out.write(added, at);
        }
        out.force(true);
      } catch (IOException e) {
        cut(out, end, e);
        throw e;
      }
      countedBytes = end + size;
      lines++;
    }
    if (lines >= keep) {
      Files.move(file, before, ATOMIC_MOVE, REPLACE_EXISTING);
    }
  }

  /** A line that did not fit must not take the place of the next. */
  private static void cut(FileChannel out, long end, IOException failure) {
    try {
      out.truncate(end);
    } catch (IOException e) {
      failure.addSuppressed(e);
    }
  }

  /** Counts what others have added; returns where the last whole line ends. */
  private long countLines(FileChannel in) throws IOException {
    Object key = Files.readAttributes(file, BasicFileAttributes.class).fileKey();
    if (!Objects.equals(key, counted) || in.size() < countedBytes) {
      counted = key;
      countedBytes = 0;
      lines = 0;
    }
    ByteBuffer block = ByteBuffer.allocate(64 * 1024);
    long at = countedBytes;
    for (int read = in.read(block, at); read > 0; read = in.read(block.clear(), at)) {
      for (int i = 0; i < read; i++) {
        if (block.get(i) == '\n') {
          lines++;
          countedBytes = at + i + 1;
        }
      }
      at += read;
    }
    return countedBytes;
  }

  /** The latest lines, oldest first. */
  List<String> latest(int count) throws IOException {
    Deque<String> latest = new ArrayDeque<>();
    if (count > 0) {
      collect(before, count, latest);
      collect(file, count, latest);
    }
    return List.copyOf(latest);
  }

  private static void collect(Path from, int count, Deque<String> latest) throws IOException {
    try (InputStream in = new BufferedInputStream(Files.newInputStream(from), 64 * 1024)) {
      ByteArrayOutputStream line = new ByteArrayOutputStream();
      for (int octet = in.read(); octet >= 0; octet = in.read()) {
        if (octet != '\n') {
          if (line.size() <= MOST_BYTES) {
            line.write(octet);
          }
          continue;
        }
        if (line.size() > 0 && line.size() <= MOST_BYTES) {
          latest.addLast(line.toString(StandardCharsets.UTF_8));
        }
        if (latest.size() > count) {
          latest.removeFirst();
        }
        line.reset();
      }
    } catch (NoSuchFileException e) {
      // Nothing has been written there yet.
    }
  }
}
