package io.canaryrouter.store;

import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * One revisioned document that several routers may share, and journals of lines beside it.
 *
 * <p>Thread safety: may be called from any thread. Every call blocks, but never longer than a few
 * seconds (the first one ten), whatever has become of what is behind it; so none may be made from
 * an event loop or from the control thread.
 */
public interface Store extends AutoCloseable {
  /** The most that can be kept under a name. */
  int MOST_BYTES = 4 * 1024 * 1024;

  /** The document, or empty when there is none. */
  Optional<Document> read() throws StoreException;

  /**
   * Writes a document if what is there still has this revision.
   *
   * <p>A write whose answer was lost may be tried again: what is there already, by this router, is
   * written. When the call throws, either nothing was written or all of it.
   *
   * @param expectedRevision 0 when nothing may be there yet
   * @param next with a greater revision than expected
   * @return false when something else is there; then nothing was written
   */
  boolean compareAndSet(long expectedRevision, Document next) throws StoreException;

  /** Writes a document whatever is there; what cannot be read is kept aside, not lost. */
  void replace(Document next) throws StoreException;

  /** The same as {@link #watch(Consumer, Runnable)} for whoever does not care about a loss. */
  default void watch(Consumer<Document> changed) {
    watch(changed, () -> {});
  }

  /**
   * Tells of documents that other routers write, soon after they did, on the store's own thread;
   * some in between may be passed over. At most one listener, which must not call the store.
   *
   * @param changed a document that this router has not read, written or been told of before
   * @param lost there is no document any more: a server that started again without its data, or a
   *     file that was removed
   */
  void watch(Consumer<Document> changed, Runnable lost);

  /**
   * Adds a line to a journal, of which at least this many latest lines are kept. A line whose
   * answer was lost may stand there although the call threw.
   *
   * @param journal small letters, digits and hyphens
   * @param line without a line break
   */
  void append(String journal, String line, int keep) throws StoreException;

  /** The latest lines of a journal, oldest first. */
  List<String> latest(String journal, int count) throws StoreException;

  /**
   * Keeps bytes beside the document, in place of those under the same name. Of two routers that do
   * so the later one wins; nothing is compared.
   *
   * @param name small letters, digits and hyphens
   * @param content at most {@value #MOST_BYTES} bytes
   */
  void keep(String name, byte[] content) throws StoreException;

  /**
   * What is kept under a name, or empty when there is nothing. It may have been cut or changed by
   * another hand: the store does not look into it.
   */
  Optional<byte[]> kept(String name) throws StoreException;

  /** Where it is, for people; without any secret. */
  String describe();

  /** Ends its threads; calls fail from then on. Nothing is lost, as every write was complete. */
  @Override
  void close();
}
