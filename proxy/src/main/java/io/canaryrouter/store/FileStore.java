package io.canaryrouter.store;

import io.canaryrouter.store.StoreException.Kind;
import io.canaryrouter.store.StoreThread.Act;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * A store in a file: the document in one that is replaced as a whole, each journal and what else is
 * kept in one beside it. Routers of one machine may share it; a network's file system must lock for
 * that.
 *
 * <p>A write is a new file, brought to the disk, renamed over the old one, and the folder brought
 * to the disk: some milliseconds. Thread safety: any thread; the work is done on one of its own.
 */
public final class FileStore implements Store {
  /** A disk that is busy with something else takes its time. */
  private static final long PATIENCE_MILLIS = 5_000;

  private static final int MOST_DAMAGED = 100;

  private final Path path;
  private final WholeFile file;
  private final Path lock;
  private final String writer;
  private final StoreThread thread;

  /** Belong to the store's thread. */
  private final Map<String, FileJournal> journals = new HashMap<>();

  private Watcher watcher = Watcher.silent();

  /**
   * A store in this file, which need not be there yet; its folder must.
   *
   * @param writer the boot id of this router
   */
  public FileStore(Path path, String writer) {
    this.path = real(path);
    this.file = new WholeFile(this.path);
    this.lock = beside(".lock");
    this.writer = writer;
    this.thread = new StoreThread(describe(), PATIENCE_MILLIS);
  }

  /** Renaming onto a link would replace the link. */
  private static Path real(Path path) {
    try {
      return path.toRealPath();
    } catch (IOException e) {
      return path.toAbsolutePath().normalize();
    }
  }

  private Path beside(String suffix) {
    return path.resolveSibling(path.getFileName() + suffix);
  }

  @Override
  public Optional<Document> read() throws StoreException {
    return thread.call(
        Act.READ,
        () -> {
          Optional<Envelope> there = there();
          watcher.knows(there);
          return there.map(Envelope::document);
        });
  }

  @Override
  public boolean compareAndSet(long expectedRevision, Document next) throws StoreException {
    Revisions.requireGrowth(expectedRevision, next);
    Envelope envelope = new Envelope(next, writer);
    return thread.call(
        Act.WRITE, () -> locked("written", () -> compareAndSet(expectedRevision, envelope)));
  }

  private boolean compareAndSet(long expectedRevision, Envelope next)
      throws IOException, StoreException {
    Optional<Envelope> there = there();
    boolean isThereAlready = there.isPresent() && there.get().equals(next);
    if (!isThereAlready && Revisions.of(there.map(Envelope::document)) != expectedRevision) {
      return false;
    }
    if (!isThereAlready) {
      file.write(next.json());
    }
    watcher.knows(Optional.of(next));
    return true;
  }

  @Override
  public void replace(Document next) throws StoreException {
    Envelope envelope = new Envelope(next, writer);
    thread.call(
        Act.WRITE,
        () ->
            locked(
                "written",
                () -> {
                  if (!Reading.succeeds(this::there)) {
                    Files.copy(path, aside());
                  }
                  file.write(envelope.json());
                  watcher.knows(Optional.of(envelope));
                  return true;
                }));
  }

  /** A free name for what cannot be read. */
  private Path aside() throws IOException {
    for (int n = 1; n <= MOST_DAMAGED; n++) {
      Path name = beside(".damaged-" + n);
      if (!Files.exists(name)) {
        return name;
      }
    }
    throw new FileSystemException(
        path.toString(),
        null,
        "there are " + MOST_DAMAGED + " damaged ones beside it: remove some");
  }

  /** What lies in the file. */
  private Optional<Envelope> there() throws StoreException {
    try {
      Optional<String> text = file.read();
      return text.isEmpty()
          ? Optional.empty()
          : Optional.of(Envelope.fromJson(text.get(), describe()));
    } catch (IOException e) {
      throw failure("read", e);
    }
  }

  @Override
  public void watch(Consumer<Document> changed, Runnable lost) {
    thread.soon(() -> watcher = watcher.tells(changed, lost));
    thread.everySecond(this::look);
  }

  /** What happens every second: looks whether another router has written. */
  void poll() throws StoreException {
    thread.call(Act.READ, this::look);
  }

  private boolean look() throws StoreException {
    watcher.sees(there());
    return true;
  }

  @Override
  public void append(String journal, String line, int keep) throws StoreException {
    JournalLine added = new JournalLine(journal, line, keep);
    thread.call(
        Act.JOURNAL,
        () ->
            locked(
                "added to",
                () -> {
                  journal(added.journal()).append(added.line(), added.keep());
                  return true;
                }));
  }

  @Override
  public List<String> latest(String journal, int count) throws StoreException {
    JournalLine.requireName(journal);
    return thread.call(
        Act.JOURNAL,
        () -> {
          try {
            return journal(journal).latest(count);
          } catch (IOException e) {
            throw failure("read", e);
          }
        });
  }

  @Override
  public void keep(String name, byte[] content) throws StoreException {
    KeptBytes.requireFitting(name, content);
    thread.call(
        Act.BYTES,
        () ->
            locked(
                "kept with what stands beside it",
                () -> {
                  new WholeFile(beside("." + name)).write(content);
                  return true;
                }));
  }

  @Override
  public Optional<byte[]> kept(String name) throws StoreException {
    KeptBytes.requireName(name);
    return thread.call(
        Act.BYTES,
        () -> {
          Optional<byte[]> there;
          try {
            there = new WholeFile(beside("." + name)).read(MOST_BYTES);
          } catch (IOException e) {
            throw failure("read with what stands beside it", e);
          }
          if (there.isPresent() && there.get().length > MOST_BYTES) {
            throw KeptBytes.damaged(name, describe());
          }
          return there;
        });
  }

  private FileJournal journal(String name) {
    return journals.computeIfAbsent(name, missing -> new FileJournal(path, name));
  }

  private <T> T locked(String participle, FileLocks.Work<T> work) throws StoreException {
    try {
      file.requireFolder();
      return FileLocks.under(lock, work);
    } catch (IOException e) {
      throw failure(participle, e);
    }
  }

  private StoreException failure(String participle, IOException e) {
    return new StoreException(
        Kind.UNREACHABLE,
        "the state in " + describe() + " cannot be " + participle + ": " + why(e),
        e);
  }

  private static String why(IOException e) {
    if (e instanceof AccessDeniedException) {
      return "this user may not: grant it the folder and the file";
    }
    if (e instanceof FileSystemException known && known.getReason() != null) {
      return known.getReason();
    }
    String message = e.getMessage();
    return message == null ? e.getClass().getSimpleName() : message;
  }

  @Override
  public String describe() {
    return "the file " + path;
  }

  @Override
  public void close() {
    thread.close();
  }
}
