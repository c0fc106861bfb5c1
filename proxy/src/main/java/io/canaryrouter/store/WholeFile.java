package io.canaryrouter.store;

import static java.nio.file.StandardCopyOption.ATOMIC_MOVE;
import static java.nio.file.StandardCopyOption.REPLACE_EXISTING;
import static java.nio.file.StandardOpenOption.CREATE_NEW;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import java.util.Set;

/**
 * A file that is only ever there as a whole: a reader sees the old content or the new one, also
 * after a crash or a loss of power. Only its owner may read it.
 *
 * <p>Writers must not overlap. Immutable.
 */
record WholeFile(Path path) {
  /** Escaped, a body of the greatest length takes six times as many bytes. */
  private static final int MOST_BYTES = 8 * Document.MOST_CHARACTERS;

  /** The content as text, or empty when there is no file in an existing folder. */
  Optional<String> read() throws IOException {
    // What is too large, or no text, is no document either: the checksum tells.
    return read(MOST_BYTES).map(bytes -> new String(bytes, StandardCharsets.UTF_8));
  }

  /**
   * The content, or empty when there is no file in an existing folder.
   *
   * @param most bytes; of a larger file one more than these are read
   */
  Optional<byte[]> read(int most) throws IOException {
    if (!Files.exists(path)) {
      requireFolder();
      return Optional.empty();
    }
    if (!Files.isRegularFile(path)) {
      throw new FileSystemException(path.toString(), null, "it is no file: name another place");
    }
    try (InputStream in = Files.newInputStream(path)) {
      return Optional.of(in.readNBytes(most + 1));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    }
  }

  /** A file system says of a missing folder only that something is missing. */
  void requireFolder() throws IOException {
    Path folder = folder();
    if (!Files.isDirectory(folder)) {
      throw new NoSuchFileException(
          folder.toString(), null, "the folder does not exist: create it, or name another");
    }
  }

  /** Replaces the content. When this throws, the old one is there as it was, or the new one. */
  void write(String text) throws IOException {
    write(text.getBytes(StandardCharsets.UTF_8));
  }

  /** The same for what is no text. */
  void write(byte[] content) throws IOException {
    requireFolder();
    Path next = path.resolveSibling(path.getFileName() + ".new");
    // Of a process that was killed while it wrote.
    Files.deleteIfExists(next);
    try {
      writeThrough(next, content);
      Files.move(next, path, ATOMIC_MOVE, REPLACE_EXISTING);
    } catch (IOException e) {
      Files.deleteIfExists(next);
      throw e;
    }
    forceFolder();
  }

  private static void writeThrough(Path file, byte[] bytes) throws IOException {
    try (FileChannel out = FileChannel.open(file, Set.of(CREATE_NEW, WRITE), ownerOnly(file))) {
      ByteBuffer rest = ByteBuffer.wrap(bytes);
      while (rest.hasRemaining()) {
        out.write(rest);
      }
      out.force(true);
    }
  }

  /** A new name lasts when the folder has reached the disk as well. */
  private void forceFolder() throws IOException {
    try (FileChannel folder = FileChannel.open(folder(), READ)) {
      folder.force(true);
    }
  }

  private Path folder() {
    Path parent = path.getParent();
    return parent == null ? path.resolveSibling(".") : parent;
  }

  /** For a file that is made: nobody else reads it; where the file system knows owners. */
  static FileAttribute<?>[] ownerOnly(Path file) {
    return file.getFileSystem().supportedFileAttributeViews().contains("posix")
        ? new FileAttribute<?>[] {
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
        }
        : new FileAttribute<?>[0];
  }
}
