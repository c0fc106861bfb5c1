package io.canaryrouter.store;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A store that ends with the process, for a router whose state nobody asked to keep. Never fails
 * and never waits.
 *
 * <p>Thread safety: any thread, by its own monitor.
 */
public final class MemoryStore implements Store {
  private final Map<String, Deque<String>> journals = new HashMap<>();
  private final Map<String, byte[]> kept = new HashMap<>();
  private @Nullable Document document;

  @Override
  public synchronized Optional<Document> read() {
    return Optional.ofNullable(document);
  }

  @Override
  public synchronized boolean compareAndSet(long expectedRevision, Document next) {
    Revisions.requireGrowth(expectedRevision, next);
    if (next.equals(document)) {
      return true;
    }
    if (Revisions.of(read()) != expectedRevision) {
      return false;
    }
    document = next;
    return true;
  }

  @Override
  public synchronized void replace(Document next) {
    document = next;
  }

  /** Nobody else writes here, so there is nothing to tell. */
  @Override
  public void watch(Consumer<Document> changed, Runnable lost) {}

  @Override
  public synchronized void append(String journal, String line, int keep) {
    JournalLine added = new JournalLine(journal, line, keep);
    Deque<String> lines = journals.computeIfAbsent(journal, name -> new ArrayDeque<>());
    lines.addLast(added.line());
    while (lines.size() > keep) {
      lines.removeFirst();
    }
  }

  @Override
  public synchronized List<String> latest(String journal, int count) {
    JournalLine.requireName(journal);
    Deque<String> lines = journals.getOrDefault(journal, new ArrayDeque<>());
    return lines.stream().skip(Math.max(0, lines.size() - (long) count)).toList();
  }

  @Override
  public synchronized void keep(String name, byte[] content) {
    KeptBytes.requireFitting(name, content);
    kept.put(name, content.clone());
  }

  @Override
  public synchronized Optional<byte[]> kept(String name) {
    KeptBytes.requireName(name);
    return Optional.ofNullable(kept.get(name)).map(byte[]::clone);
  }

  @Override
  public String describe() {
    return "memory";
  }

  @Override
  public void close() {}
}
