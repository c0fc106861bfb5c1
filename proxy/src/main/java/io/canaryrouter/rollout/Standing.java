package io.canaryrouter.rollout;

import io.canaryrouter.split.SplitTable.Latch;
import io.canaryrouter.split.Weight;
import java.util.ArrayDeque;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The state in force, and its agreement with the store that other routers share.
 *
 * <p>What leads towards green is written first and holds once it is written; two routers that
 * change at once cannot both have their way. What leads to blue holds at once and is written as
 * soon as that is possible, onto whatever another router has written in the meantime.
 *
 * <p>Owned by the control thread. The keeper's answers must arrive on it, too.
 */
final class Standing {
  private static final Logger LOG = LoggerFactory.getLogger(Standing.class);

  /** A change that waits for its turn, and who waits for it. */
  private record Wish(UnaryOperator<State> change, CompletableFuture<State> done) {}

  private final Keeper keeper;
  private final Listener listener;
  private final ArrayDeque<Wish> wishes = new ArrayDeque<>();
  private State state;
  private long stored;
  private @Nullable Doubt doubt;
  private Unsaved unsaved = Unsaved.NOTHING;
  private boolean hasState;
  private boolean isSaving;
  private boolean isReachable;
  private boolean hasFailedToWrite;

  /** Who carries out what other routers have brought about. */
  interface Listener {
    /** The store has answered for the first time; the file may say something else. */
    void joined(State now);

    /** Another router has changed the state, or the doubt about it has changed. */
    void adopted(State before, State now);
  }

  /** Begins with an opening. */
  Standing(Keeper keeper, Opening opening, Listener listener) {
    this.keeper = keeper;
    this.listener = listener;
    this.state = opening.state();
    this.stored = opening.stored();
    this.doubt = opening.doubt();
    this.hasState = doubt == null;
    this.isReachable = doubt == null || doubt.kind() != Doubt.Kind.UNREACHABLE;
  }

  State state() {
    return state;
  }

  @Nullable Doubt doubt() {
    return doubt;
  }

  /** How it is kept, with the doubt that is to be shown. */
  Keeping keeping(@Nullable Doubt shown) {
    return new Keeping(keeper.where(), isReachable, !unsaved.isAnything(), shown);
  }

  // ---- changes of this router's -------------------------------------------------------------

  /**
   * Writes a change and then lets it hold. The future fails with {@link Refused}, the change's own
   * or because the store did not take it; a change that changes nothing is not written.
   */
  CompletableFuture<State> propose(UnaryOperator<State> change) {
    CompletableFuture<State> done = new CompletableFuture<>();
    wishes.add(new Wish(change, done));
    advance();
    return done;
  }

  /** A failover: holds now, whatever the store does. */
  State impose(Latch latch) {
    return impose(state.latched(latch), unsaved.and(latch));
  }

  /** A failover of what is latched already, which another router may just have released. */
  void insist(Latch latch) {
    impose(state, unsaved.and(latch));
  }

  /** A smaller weight: holds now, whatever the store does. */
  State impose(Weight smaller) {
    return impose(state.withGreen(smaller), unsaved.and(smaller));
  }

  private State impose(State next, Unsaved more) {
    state = next;
    unsaved = more;
    advance();
    return next;
  }

  private void advance() {
    if (isSaving) {
      return;
    }
    if (unsaved.isAnything() && (doubt == null || doubt.isResolvedByWord())) {
      flush();
      return;
    }
    Wish wish = wishes.poll();
    if (wish != null) {
      grant(wish);
    }
  }

  private void grant(Wish wish) {
    State next;
    try {
      requireWritable();
      next = wish.change.apply(state);
    } catch (RuntimeException e) {
      wish.done.completeExceptionally(e);
      advance();
      return;
    }
    boolean isBeginning = doubt != null;
    if (next.equals(state) && !isBeginning) {
      wish.done.complete(state);
      advance();
      return;
    }
    save(next, saved -> conclude(wish, next, saved));
  }

  private void requireWritable() {
    Doubt now = doubt;
    if (now != null && !now.isResolvedByWord()) {
      throw new Refused(Refused.Kind.STORE, now.sentence());
    }
  }

  private void conclude(Wish wish, State next, Saved saved) {
    if (saved.isWritten()) {
      stored = next.revision();
      hasState = true;
      doubt = null;
      // A failover may have come in between; it holds on top of what has been written.
      state = unsaved.isAnything() ? unsaved.onto(next).above(state) : next;
      wish.done.complete(state);
    } else {
      saw(saved.there());
      wish.done.completeExceptionally(notWritten(saved.there()));
    }
  }

  private Refused notWritten(Sighting there) {
    Doubt trouble = there.doubt();
    if (trouble != null) {
      return new Refused(
          Refused.Kind.STORE,
          "the state could not be kept, so nothing was changed: "
              + trouble.sentence()
              + "; failing over and a smaller weight are still possible");
    }
    return new Refused(
        Refused.Kind.STATE,
        "another router has changed the state, which is at revision "
            + state.revision()
            + " now; read it again before you change it");
  }

  private void flush() {
    State written = state;
    if (written.revision() == stored) {
      check();
      return;
    }
    save(
        written,
        saved -> {
          if (saved.isWritten()) {
            stored = written.revision();
            hasState = true;
            doubt = null;
            unsaved = written.equals(state) ? Unsaved.NOTHING : unsaved;
          } else {
            saw(saved.there());
            refuseAll(saved.there());
          }
        });
  }

  /** It may be there already. */
  private void check() {
    isSaving = true;
    keeper
        .look()
        .thenAccept(there -> {
          isSaving = false;
          saw(there);
          refuseAll(there);
        });
  }

  /** Nothing is written before what is unsaved; whoever waits behind it is told. */
  private void refuseAll(Sighting there) {
    if (there.isUnreachable()) {
      for (Wish wish = wishes.poll(); wish != null; wish = wishes.poll()) {
        wish.done.completeExceptionally(notWritten(there));
      }
    }
  }

  private void save(State next, Consumer<Saved> then) {
    isSaving = true;
    keeper
        .save(stored, next)
        .thenAccept(saved -> {
          isSaving = false;
          hasFailedToWrite = saved.there().isUnreachable();
          then.accept(saved);
          if (saved.isWritten()) {
            answered(saved.there());
            advance();
          }
        });
  }

  // ---- what the store shows -----------------------------------------------------------------

  /** Something was seen in the store: by looking each second, or because another router wrote. */
  void saw(Sighting there) {
    if (isSaving) {
      // What is being saved will tell.
      return;
    }
    State other = there.state();
    Doubt trouble = there.doubt();
    if (other != null) {
      sawState(other);
    } else if (trouble != null) {
      sawTrouble(trouble);
    }
    if (!there.isUnreachable()) {
      advance();
    }
    answered(there);
  }

  private void sawState(State other) {
    boolean wasDoubtful = doubt != null;
    doubt = null;
    boolean isNews = isNews(other);
    stored = other.revision();
    if (!hasState) {
      hasState = true;
      take(other);
      listener.joined(state);
    } else if (isNews) {
      State before = state;
      take(other);
      listener.adopted(before, state);
    } else if (other.equals(state)) {
      unsaved = Unsaved.NOTHING;
    } else if (!unsaved.isAnything() || other.revision() == state.revision()) {
      overrule(other);
    }
    if (wasDoubtful) {
      listener.adopted(state, state);
    }
  }

  /** Whether another router has written, on top of what this one knew. */
  private boolean isNews(State other) {
    boolean isOnTop = unsaved.isIntent() && other.revision() > stored;
    return isOnTop || other.revision() > state.revision();
  }

  private void take(State other) {
    Latch latch = state.latch();
    if (latch != null && other.missesLatchOf(state)) {
      unsaved = unsaved.and(latch);
    }
    State merged = unsaved.onto(other);
    boolean isOther = !merged.equals(other);
    unsaved = isOther ? unsaved : Unsaved.NOTHING;
    state = isOther ? merged.above(state) : other;
  }

  /** An older state never overrides a newer one; of two that differ at one revision blue wins. */
  private void overrule(State other) {
    LOG.warn("what was in {} is older than what holds here; it is written again", keeper.where());
    unsaved = unsaved.isAnything() ? unsaved : Unsaved.EVERYTHING;
    if (other.revision() == state.revision()) {
      State before = state;
      boolean isSafer = other.effective().compareTo(state.effective()) < 0;
      state = (isSafer ? other : state).above(other);
      listener.adopted(before, state);
    }
  }

  private void sawTrouble(Doubt trouble) {
    if (trouble.kind() == Doubt.Kind.UNREACHABLE) {
      return;
    }
    if (!hasState || trouble.forbidsWriting()) {
      if (!trouble.equals(doubt)) {
        LOG.error("everyone is on blue: {}", trouble.sentence());
        doubt = trouble;
        listener.adopted(state, state);
      }
    } else {
      stored = 0;
      if (!unsaved.isAnything()) {
        LOG.warn("{}: what holds here is written again", trouble.sentence());
        unsaved = Unsaved.EVERYTHING;
      }
    }
  }

  /** A store that can be read but not written has not come back. */
  private void answered(Sighting there) {
    boolean isNowReachable = !there.isUnreachable() && !(hasFailedToWrite && unsaved.isAnything());
    if (isReachable == isNowReachable) {
      return;
    }
    isReachable = isNowReachable;
    if (isNowReachable) {
      LOG.info("{} answers again", keeper.where());
      return;
    }
    Doubt trouble = there.doubt();
    LOG.error(
        "{} fails: {}; traffic goes on, and a failover works as before",
        keeper.where(),
        trouble == null ? "it takes nothing" : trouble.sentence());
  }
}
