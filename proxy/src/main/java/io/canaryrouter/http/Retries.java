package io.canaryrouter.http;

import org.jspecify.annotations.Nullable;

/**
 * The tries of one exchange: how many there have been, and where the next one goes. Asks the {@link
 * RetryPolicy} what is safe, and takes from the {@link RetryBudget}.
 *
 * <p>Confined to the exchange's event loop.
 */
final class Retries {
  private final EdgeLoop loop;
  private final StackDeadlines deadlines;
  private final boolean replayable;
  private int attempts;

  /**
   * Before the first.
   *
   * @param replayable whether the request may be repeated although a stack has seen it
   */
  Retries(EdgeLoop loop, StackDeadlines deadlines, boolean replayable) {
    this.loop = loop;
    this.deadlines = deadlines;
    this.replayable = replayable;
  }

  /** One more has begun. */
  void began() {
    attempts++;
  }

  /** What a try may use that is not the last: what cannot be repeated goes the surest way. */
  Attempt.Terms terms() {
    return new Attempt.Terms(null, !replayable, false);
  }

  /** What blue may use in green's place. */
  Attempt.Terms termsOfBlue() {
    return new Attempt.Terms(null, !replayable, attempts == RetryPolicy.MAX_ATTEMPTS - 1);
  }

  /** What a try at another instance may use. */
  Attempt.Terms termsBeside(@Nullable Instance failed) {
    return new Attempt.Terms(failed, !replayable, true);
  }

  /**
   * Where the next try goes.
   *
   * @param isPaid whether the budget has one more for it already
   */
  RetryPolicy.Next after(Attempt failed, Failure failure, boolean isPaid) {
    if (deadlines.isOver(loop.now(), failed.upstream().settings())) {
      return RetryPolicy.Next.NOWHERE;
    }
    RetryPolicy.Next next = RetryPolicy.after(failed.failedBy(failure, replayable, attempts));
    // What replaces a dead connection adds no load: there are no more of them than were pooled. And
    // who was sent away by a failover has not been tried at all.
    boolean isFree =
        isPaid
            || next == RetryPolicy.Next.NOWHERE
            || next == RetryPolicy.Next.NEW_CONNECTION
            || failed.wasTurnedAway();
    return isFree || loop.retryBudget().tryRetry(loop.now()) ? next : RetryPolicy.Next.NOWHERE;
  }
}
