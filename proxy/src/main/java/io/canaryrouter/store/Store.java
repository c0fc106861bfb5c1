package io.canaryrouter.store;

import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * One revisioned document that several routers may share, and journals of lines beside it.
 *
 * <p>Thread safety: may be called from any thread. Every call blocks, but never longer than a few
 * seconds, whatever has become of what is behind it; so none may be made from an event loop or from
 * the control thread.
 */
public interface Store extends AutoCloseable {
  /** The document, or empty when there is none. */
  Optional<Document> read() throws StoreException;

  /**
   * Writes a document if what is there still has this revision.
   *
   * @param expectedRevision 0 when nothing may be there yet
   * @return false when something else is there; then nothing was written
   */
  boolean compareAndSet(long expectedRevision, Document next) throws StoreException;

  /** Writes a document whatever is there; what cannot be read is kept aside, not lost. */
  void replace(Document next) throws StoreException;

  /**
   * Tells of documents that other routers write, soon after they did, on a thread of the store's;
   * some in between may be passed over. At most one listener.
   */
  void watch(Consumer<Document> listener);

  /** Adds a line to a journal, of which at least this many latest lines are kept. */
  void append(String journal, String line, int keep) throws StoreException;

  /** The latest lines of a journal, oldest first. */
  List<String> latest(String journal, int count) throws StoreException;

  /** Where it is, for people; without any secret. */
  String describe();

  @Override
  void close();
}
