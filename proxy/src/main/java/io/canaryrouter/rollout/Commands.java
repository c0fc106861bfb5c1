package io.canaryrouter.rollout;

import io.canaryrouter.judge.Judge;
import io.canaryrouter.split.Weight;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Supplier;

/**
 * How other threads change the split: each wish is carried out by the control thread, in the order
 * of arrival.
 *
 * <p>A future fails with {@link Refused} when the state forbids the change. Thread safety: may be
 * called from any thread; a call throws {@link java.util.concurrent.RejectedExecutionException}
 * when too many are waiting.
 */
public final class Commands {
  private final Control control;
  private final Executor controlThread;

  /** Sends to a control by way of its thread. */
  public Commands(Control control, Executor controlThread) {
    this.control = control;
    this.controlThread = controlThread;
  }

  /** Sets green's weight; refused while latched. */
  public CompletableFuture<Change> setSplit(Weight green, Cause cause) {
    return send(() -> control.setSplit(green, cause));
  }

  /** Sends everyone to blue and latches. */
  public CompletableFuture<Change> failover(Cause cause) {
    return send(() -> control.failover(cause));
  }

  /** Releases the latch and sets exactly this weight; a young latch needs force. */
  public CompletableFuture<Change> failback(Weight green, boolean force, Cause cause) {
    return send(() -> control.failback(green, force, cause));
  }

  /**
   * Takes what the file says now; refused while latched if that changed the split.
   *
   * @param isOtherFile whether it also says something else of stacks or users than before
   */
  public CompletableFuture<Change> reconfigure(Basis changed, boolean isOtherFile, Cause cause) {
    return send(() -> control.reconfigure(changed, isOtherFile, cause));
  }

  /** Lets another judge take over; it knows nothing yet. */
  public CompletableFuture<Void> judgeBy(Judge judge) {
    return CompletableFuture.runAsync(() -> control.judgeBy(judge), controlThread);
  }

  /** What is known as of the last second or change. */
  public ControlStatus status() {
    return control.status();
  }

  private CompletableFuture<Change> send(Supplier<CompletableFuture<Change>> wish) {
    return CompletableFuture.supplyAsync(wish, controlThread).thenCompose(change -> change);
  }
}
