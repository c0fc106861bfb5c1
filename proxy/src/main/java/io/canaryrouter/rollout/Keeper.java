package io.canaryrouter.rollout;

import io.canaryrouter.store.Store;
import io.canaryrouter.store.StoreException;
import java.io.IOException;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads and writes the state in a store, on a thread of its own, so that nobody waits for one.
 *
 * <p>A running router's state is the truth: where the store has lost it, or cannot read it, saving
 * writes it again; what could not be read is kept aside.
 *
 * <p>Thread safety: may be called from any thread. Futures complete on the executor for answers and
 * never fail, whatever the store does.
 */
public final class Keeper {
  private static final Logger LOG = LoggerFactory.getLogger(Keeper.class);
  private static final String AUDIT = "audit";
  private static final String MINUTES = "minutes";
  private static final String EVIDENCE = "evidence";

  /** A week of minutes, of a dozen routes and stacks each. */
  private static final int KEPT_MINUTES = 7 * 24 * 60 * 12;

  private static final int KEPT_AUDIT = 10_000;
  private static final int MAX_WAITING_LINES = 1_000;

  private final Store store;
  private final boolean isLasting;
  private final StateText text;
  private final Executor io;
  private final Executor answers;
  private final AtomicInteger waitingLines = new AtomicInteger();
  private final AtomicReference<@Nullable Checkpoint> unkept = new AtomicReference<>();

  /**
   * A keeper over a store.
   *
   * @param isLasting whether the store outlives the process, so that an empty one is a doubt
   * @param io where the store is called; one call at a time
   * @param answers where futures complete
   */
  public Keeper(Store store, boolean isLasting, StateText text, Executor io, Executor answers) {
    this.store = store;
    this.isLasting = isLasting;
    this.text = text;
    this.io = io;
    this.answers = answers;
  }

  /** Whether an empty store means that something has been forgotten. */
  boolean isLasting() {
    return isLasting;
  }

  /** Where the state is kept, for people. */
  String where() {
    return store.describe();
  }

  /** Looks into the store. */
  CompletableFuture<Sighting> look() {
    return answer(this::lookNow);
  }

  /** Saves a state if what is in the store still has this revision, or has been lost. */
  CompletableFuture<Saved> save(long expectedRevision, State next) {
    return answer(() -> saveNow(expectedRevision, next));
  }

  /** The audit entries that the store has, oldest first; none when it cannot be read. */
  CompletableFuture<List<AuditEntry>> audit(int count) {
    return answer(() -> auditNow(count));
  }

  /** Looks whenever another router has written. */
  void watch(Consumer<Sighting> listener) {
    store.watch(document -> answers.execute(() -> listener.accept(text.read(document))));
  }

  /** What the process before has left of its evidence; empty when there is nothing of use. */
  CompletableFuture<Optional<Checkpoint>> evidence() {
    return answer(this::evidenceNow);
  }

  /**
   * Keeps a checkpoint in place of the one before. A store that is slow gets only the latest; one
   * that ends with the process gets none.
   */
  void keep(Checkpoint checkpoint) {
    if (isLasting && unkept.getAndSet(checkpoint) == null) {
      io.execute(this::keepLatest);
    }
  }

  /** Adds an entry to the audit log; one that cannot be written stands in the process's log. */
  void note(AuditEntry entry) {
    append(AUDIT, text.write(entry), KEPT_AUDIT);
  }

  /** Keeps a line about a minute. */
  public void noteMinute(String line) {
    append(MINUTES, line, KEPT_MINUTES);
  }

  Sighting lookNow() {
    try {
      return store
          .read()
          .map(text::read)
          .orElseGet(() ->
              Sighting.of(
                  Doubt.Kind.MISSING,
                  "there is no state in "
                      + store.describe()
                      + "; setting a weight begins a new one"));
    } catch (StoreException e) {
      return trouble(e);
    } catch (RuntimeException e) {
      LOG.error("The store failed by an error of its own", e);
      return Sighting.of(Doubt.Kind.UNREACHABLE, "the store failed by an error of its own");
    }
  }

  Saved saveNow(long expectedRevision, State next) {
    try {
      boolean isWritten = store.compareAndSet(expectedRevision, text.write(next));
      return isWritten ? written(next) : saveOverLoss(next);
    } catch (StoreException e) {
      return e.kind() == StoreException.Kind.DAMAGED ? replace(next) : failed(trouble(e));
    } catch (RuntimeException e) {
      LOG.error("The store failed by an error of its own", e);
      return failed(Sighting.of(Doubt.Kind.UNREACHABLE, "the store failed by an error of its own"));
    }
  }

  private Saved saveOverLoss(State next) throws StoreException {
    Sighting there = lookNow();
    Doubt doubt = there.doubt();
    if (doubt == null) {
      return failed(there);
    }
    return switch (doubt.kind()) {
      case MISSING -> store.compareAndSet(0, text.write(next)) ? written(next) : failed(lookNow());
      case DAMAGED -> replace(next);
      default -> failed(there);
    };
  }

  private Saved replace(State next) {
    try {
      store.replace(text.write(next));
      return written(next);
    } catch (StoreException e) {
      return failed(trouble(e));
    }
  }

  private void keepLatest() {
    Checkpoint latest = unkept.getAndSet(null);
    if (latest == null) {
      return;
    }
    try {
      store.keep(EVIDENCE, latest.toBytes());
    } catch (StoreException e) {
      LOG.debug("The store has told why the evidence was not kept", e);
    } catch (IOException | RuntimeException e) {
      LOG.error("The judge's evidence was not kept", e);
    }
  }

  private Optional<Checkpoint> evidenceNow() {
    try {
      Optional<byte[]> kept = store.kept(EVIDENCE);
      return kept.isPresent() ? Optional.of(Checkpoint.fromBytes(kept.get())) : Optional.empty();
    } catch (StoreException | IOException | RuntimeException e) {
      LOG.warn("the judge begins anew, its evidence could not be read: {}", e.getMessage());
      return Optional.empty();
    }
  }

  List<AuditEntry> auditNow(int count) {
    try {
      return store.latest(AUDIT, count).stream()
          .map(StateText::entry)
          .filter(Objects::nonNull)
          .toList();
    } catch (StoreException e) {
      LOG.warn("The audit log could not be read: {}", e.getMessage());
      return List.of();
    }
  }

  /** A store that is slow for long loses lines, rather than the router its memory. */
  private void append(String journal, String line, int keep) {
    if (waitingLines.incrementAndGet() > MAX_WAITING_LINES) {
      waitingLines.decrementAndGet();
      LOG.warn("A line of the journal {} was lost: too many are waiting", journal);
      return;
    }
    io.execute(() -> {
      waitingLines.decrementAndGet();
      try {
        store.append(journal, line, keep);
      } catch (StoreException | RuntimeException e) {
        LOG.warn("A line of the journal {} was lost: {}", journal, e.getMessage());
      }
    });
  }

  private <T> CompletableFuture<T> answer(Supplier<T> call) {
    return CompletableFuture.supplyAsync(call, io).thenApplyAsync(result -> result, answers);
  }

  private static Saved written(State next) {
    return new Saved(true, Sighting.of(next));
  }

  private static Saved failed(Sighting there) {
    return new Saved(false, there);
  }

  private static Sighting trouble(StoreException e) {
    Doubt.Kind kind =
        switch (e.kind()) {
          case UNREACHABLE -> Doubt.Kind.UNREACHABLE;
          case DAMAGED -> Doubt.Kind.DAMAGED;
          case NEWER -> Doubt.Kind.NEWER;
        };
    return Sighting.of(kind, String.valueOf(e.getMessage()));
  }
}
