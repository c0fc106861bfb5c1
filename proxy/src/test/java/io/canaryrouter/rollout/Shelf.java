package io.canaryrouter.rollout;

import io.canaryrouter.store.Document;
import io.canaryrouter.store.Store;
import io.canaryrouter.store.StoreException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A store in memory that several routers may share, and that fails when told to. */
final class Shelf implements Store {
  @Nullable Document document;
  final Map<String, List<String>> journals = new HashMap<>();

  final Map<String, byte[]> kept = new HashMap<>();

  /** What every call, or every writing one, fails with. */
  StoreException.@Nullable Kind trouble;

  StoreException.@Nullable Kind writeTrouble;

  /** Documents that were replaced although they could not be read. */
  int replaced;

  @Override
  public Optional<Document> read() throws StoreException {
    fail(trouble);
    return Optional.ofNullable(document);
  }

  @Override
  public boolean compareAndSet(long expectedRevision, Document next) throws StoreException {
    fail(trouble);
    fail(writeTrouble);
    long there = document == null ? 0 : document.revision();
    if (there != expectedRevision) {
      return false;
    }
    document = next;
    return true;
  }

  @Override
  public void replace(Document next) throws StoreException {
    fail(writeTrouble);
    replaced++;
    trouble = null;
    document = next;
  }

  @Override
  public void watch(Consumer<Document> changed, Runnable lost) {}

  @Override
  public void append(String journal, String line, int keep) throws StoreException {
    fail(trouble);
    fail(writeTrouble);
    journals.computeIfAbsent(journal, j -> new ArrayList<>()).add(line);
  }

  @Override
  public List<String> latest(String journal, int count) throws StoreException {
    fail(trouble);
    List<String> lines = journals.getOrDefault(journal, List.of());
    return List.copyOf(lines.subList(Math.max(0, lines.size() - count), lines.size()));
  }

  @Override
  public void keep(String name, byte[] content) throws StoreException {
    fail(trouble);
    fail(writeTrouble);
    kept.put(name, content.clone());
  }

  @Override
  public Optional<byte[]> kept(String name) throws StoreException {
    fail(trouble);
    return Optional.ofNullable(kept.get(name));
  }

  @Override
  public String describe() {
    return "the shelf";
  }

  @Override
  public void close() {}

  private static void fail(StoreException.@Nullable Kind kind) throws StoreException {
    if (kind != null) {
      throw new StoreException(kind, "the shelf is " + kind);
    }
  }
}
