package io.canaryrouter.http;

import io.canaryrouter.measure.Fallback;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpResponse;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Asks the other stack once when the assigned one's answer leaves something to be wished for, and
 * knows which of the two answers the client gets.
 *
 * <p>The first answer is held until it is whole, so that the client gets it in any case; an answer
 * that is too large to be held goes on as if there were no second asking. The other stack has as
 * long as an answer may take before it counts as hung. Its better answer is passed on as it comes;
 * of a worse one no more is read than came with its head. Confined to the exchange's event loop.
 */
final class SecondAsking {

  private enum Phase {
    /** Nothing is held, and nobody is asked. */
    IDLE,
    /** The first answer comes in. */
    HOLDING,
    /** The other stack is asked. */
    ASKING,
    /** The other stack's answer is no better. */
    REJECTING,
    /** The other stack's answer is better; the client has not been told any of it. */
    ACCEPTED,
    /** The client gets one of the two. */
    OVER
  }

  private final EdgeLoop loop;
  private final Report report;
  private final @Nullable AssetFallback rule;
  private Phase phase = Phase.IDLE;
  private Fallback ifRejected = Fallback.FAILED;
  private @Nullable HeldAnswer first;
  private long askedNanos;

  /**
   * For one exchange.
   *
   * @param rule what is asked a second time; null is nothing
   */
  SecondAsking(EdgeLoop loop, Report report, @Nullable AssetFallback rule) {
    this.loop = loop;
    this.report = report;
    this.rule = rule;
  }

  /**
   * Whether the client does not get an answer yet, or not at all.
   *
   * @param head the head of a final answer, as it came
   * @param from who gave it
   * @param latencyNanos what is to be told of it
   */
  boolean withholds(HttpResponse head, Upstream from, long latencyNanos) {
    AssetFallback asked = rule;
    if (asked == null) {
      return false;
    }
    return switch (phase) {
      case IDLE -> asked.isWanting(head, from) && holds(asked, head, latencyNanos);
      case ASKING -> rejects(asked, head);
      case HOLDING, REJECTING, ACCEPTED, OVER -> false;
    };
  }

  private boolean holds(AssetFallback asked, HttpResponse head, long latencyNanos) {
    Fallback refusal = asked.refusal(head);
    if (refusal != null) {
      phase = Phase.OVER;
      report.fallback(refusal);
      return false;
    }
    phase = Phase.HOLDING;
    first = new HeldAnswer(head, latencyNanos);
    return true;
  }

  private boolean rejects(AssetFallback asked, HttpResponse head) {
    if (asked.isBetter(head)) {
      phase = Phase.ACCEPTED;
      return false;
    }
    phase = Phase.REJECTING;
    boolean isFailure = head.status().code() >= 500 || PlatformAnswer.isOne(head);
    ifRejected = isFailure ? Fallback.FAILED : Fallback.MISSING;
    return true;
  }

  /** Takes a piece of an answer that is withheld, unless the first one becomes too large. */
  boolean takes(HttpContent piece) {
    if (phase == Phase.HOLDING) {
      return held().hold(piece);
    }
    piece.release();
    return true;
  }

  /** Whom to ask now that the withheld answer is whole; null when the client gets the first one. */
  @Nullable Upstream next() {
    if (phase != Phase.HOLDING || rule == null || !rule.mayAsk()) {
      return null;
    }
    phase = Phase.ASKING;
    askedNanos = loop.now();
    return rule.other();
  }

  /** Whether an answer is withheld that is of no use. */
  boolean isRejecting() {
    return phase == Phase.REJECTING;
  }

  /** Whether the first answer is whole and waits, in case the other stack has no better one. */
  boolean isPending() {
    return phase == Phase.ASKING || phase == Phase.REJECTING || phase == Phase.ACCEPTED;
  }

  /** Whether the other stack has had time enough. */
  boolean isOverdue(long nowNanos) {
    return phase == Phase.ASKING && nowNanos - askedNanos >= loop.edge().hungAfterNanos();
  }

  /** The client gets the first answer after all, which is the caller's from now on. */
  HeldAnswer giveUp() {
    HeldAnswer answer = held();
    switch (phase) {
      case ASKING, ACCEPTED -> report.fallback(Fallback.FAILED);
      case REJECTING -> report.fallback(ifRejected);
      case IDLE, HOLDING, OVER -> {}
    }
    first = null;
    phase = Phase.OVER;
    return answer;
  }

  /** The first answer has become too large; what has been held is the caller's from now on. */
  HeldAnswer overflow() {
    report.fallback(Fallback.TOO_LARGE);
    return giveUp();
  }

  /** The client is being told the answer that was not withheld, or the exchange is over. */
  void settle() {
    if (phase == Phase.ACCEPTED) {
      report.fallback(Fallback.FOUND);
    }
    if (first != null) {
      first.release();
      first = null;
    }
    phase = Phase.OVER;
  }

  private HeldAnswer held() {
    return Objects.requireNonNull(first, "nothing is held");
  }
}
