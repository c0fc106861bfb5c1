package io.canaryrouter.http;

import io.canaryrouter.measure.Fault;
import io.canaryrouter.measure.SecondAnswer;
import io.canaryrouter.measure.Wanting;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpUtil;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Asks the other stack once when the assigned one's answer leaves something to be wished for, and
 * knows which of the two answers the client gets.
 *
 * <p>Only what reads is asked twice: a GET or HEAD without a body. The first answer is held until
 * it is whole, so that the client gets it in any case; an answer that is too large to be held goes
 * on as if there were no second asking. The other stack has as long as an answer may take before it
 * counts as hung. Its better answer is passed on as it comes; of a worse one no more is read than
 * came with its head. Confined to the exchange's event loop.
 */
final class SecondAsking {

  /** Which answer another stack may have a better one for, and which is better. */
  interface Rule {
    /** What such an answer leaves to be wished for. */
    Wanting wanting();

    /** Whether an answer is one that another stack may have a better one for. */
    boolean isWanting(HttpResponse response, Upstream from);

    /** Whether the other stack may be asked at this moment. */
    boolean mayAsk();

    /** Who may have a better answer. */
    Upstream other();

    /** Whether the other stack's answer is the one that the client should get. */
    boolean isBetter(HttpResponse response);

    /** Which failure of its stack an answer for which another was asked is, or null. */
    @Nullable Failure failure(HttpResponse first);
  }

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

  /** The first answer, and the rule by which it leaves something to be wished for. */
  private record Held(Rule rule, HeldAnswer answer) {}

  private final EdgeLoop loop;
  private final HttpRequest request;
  private final Report report;
  private final StackDeadlines deadlines;
  private final List<? extends Rule> rules;
  private Phase phase = Phase.IDLE;
  private SecondAnswer ifGivenUp = SecondAnswer.UNHEARD;
  private @Nullable Held first;
  private long askedNanos;

  /**
   * For one exchange.
   *
   * @param rules what is asked a second time; no two of them want the same answer
   */
  SecondAsking(
      EdgeLoop loop,
      HttpRequest request,
      Report report,
      StackDeadlines deadlines,
      List<? extends Rule> rules) {
    this.loop = loop;
    this.request = request;
    this.report = report;
    this.deadlines = deadlines;
    this.rules = rules;
  }

  /**
   * Whether the client does not get an answer yet, or not at all.
   *
   * @param head the head of a final answer, as it came
   * @param from who gave it
   * @param latencyNanos what is to be told of it
   */
  boolean withholds(HttpResponse head, Upstream from, long latencyNanos) {
    return switch (phase) {
      case IDLE -> {
        Rule wanting = wanting(head, from);
        yield wanting != null && isReading() && holds(wanting, head, latencyNanos);
      }
      case ASKING -> rejects(held().rule(), head);
      case HOLDING, REJECTING, ACCEPTED, OVER -> false;
    };
  }

  private @Nullable Rule wanting(HttpResponse head, Upstream from) {
    for (Rule rule : rules) {
      if (rule.isWanting(head, from)) {
        return rule;
      }
    }
    return null;
  }

  private boolean isReading() {
    boolean isRead =
        HttpMethod.GET.equals(request.method()) || HttpMethod.HEAD.equals(request.method());
    return isRead
        && !HttpUtil.isTransferEncodingChunked(request)
        && HttpUtil.getContentLength(request, 0L) == 0
        && WebSocketHandshake.of(request) == null;
  }

  private boolean holds(Rule rule, HttpResponse head, long latencyNanos) {
    SecondAnswer refusal = refusal(head);
    if (refusal != null) {
      phase = Phase.OVER;
      report.secondAnswer(rule.wanting(), refusal);
      return false;
    }
    phase = Phase.HOLDING;
    first = new Held(rule, new HeldAnswer(head, latencyNanos));
    return true;
  }

  /** Why nobody is asked although it would be right, or null; takes from the budget. */
  private @Nullable SecondAnswer refusal(HttpResponse head) {
    boolean isLarge =
        HttpMethod.GET.equals(request.method())
            && HttpUtil.getContentLength(head, 0L) > HeldAnswer.MAX_BYTES;
    if (isLarge) {
      return SecondAnswer.TOO_LARGE;
    }
    return loop.retryBudget().tryRetry(loop.now()) ? null : SecondAnswer.BUDGET;
  }

  private boolean rejects(Rule rule, HttpResponse head) {
    if (rule.isBetter(head)) {
      phase = Phase.ACCEPTED;
      return false;
    }
    phase = Phase.REJECTING;
    boolean isFailure = head.status().code() >= 500 || PlatformAnswer.isOne(head);
    ifGivenUp = isFailure ? SecondAnswer.FAILED : SecondAnswer.MISSING;
    return true;
  }

  /** Takes a piece of an answer that is withheld, unless the first one becomes too large. */
  boolean takes(HttpContent piece) {
    if (phase == Phase.HOLDING) {
      return held().answer().hold(piece);
    }
    piece.release();
    return true;
  }

  /**
   * Whether a failure of the stack comes in, of which the client has not been told. Whatever
   * becomes of the rest of it, the budget has one more asking for it.
   */
  boolean isHoldingFailure() {
    return phase == Phase.HOLDING && failure(held()) != null;
  }

  /** Whom to ask now that the withheld answer is whole; null when the client gets the first one. */
  @Nullable Upstream next() {
    if (phase != Phase.HOLDING) {
      return null;
    }
    Rule rule = held().rule();
    Upstream other = rule.other();
    if (!rule.mayAsk() || deadlines.isOver(loop.now(), other.settings())) {
      return null;
    }
    phase = Phase.ASKING;
    askedNanos = loop.now();
    Failure failure = failure(held());
    if (failure != null) {
      report.rescued(failure);
    }
    return other;
  }

  private static @Nullable Failure failure(Held held) {
    return held.rule().failure(held.answer().head());
  }

  /** Whether an answer is withheld that is of no use. */
  boolean isRejecting() {
    return phase == Phase.REJECTING;
  }

  /** Whether the first answer is whole and waits, in case the other stack has no better one. */
  boolean isPending() {
    return phase == Phase.ASKING || phase == Phase.REJECTING || phase == Phase.ACCEPTED;
  }

  /**
   * Whether the other stack has had time enough, or the request has; no instance of it is blamed
   * for that.
   */
  boolean expires(long nowNanos, Attempt asking) {
    boolean isSilent = nowNanos - askedNanos >= loop.edge().hungAfterNanos();
    if (phase == Phase.ASKING && isSilent) {
      failed(asking.connection() == null ? asking.unreachedBecause() : Failure.RESPONSE_TIMEOUT);
      return true;
    }
    return isPending() && deadlines.isOver(nowNanos, asking.upstream().settings());
  }

  /** The other stack has no whole answer. */
  void failed(Failure failure) {
    if (failure.outcome().fault() == Fault.STACK) {
      ifGivenUp = SecondAnswer.FAILED;
    }
  }

  /** The client gets the first answer after all, which is the caller's from now on. */
  HeldAnswer giveUp() {
    HeldAnswer answer = held().answer();
    if (isPending()) {
      tell(ifGivenUp);
    }
    first = null;
    phase = Phase.OVER;
    return answer;
  }

  /** The first answer has become too large; what has been held is the caller's from now on. */
  HeldAnswer overflow() {
    tell(SecondAnswer.TOO_LARGE);
    return giveUp();
  }

  /** The client is being told the answer that was not withheld, or the exchange is over. */
  void settle() {
    if (isPending()) {
      tell(phase == Phase.ACCEPTED ? SecondAnswer.BETTER : ifGivenUp);
    }
    if (first != null) {
      first.answer().release();
      first = null;
    }
    phase = Phase.OVER;
  }

  private void tell(SecondAnswer answer) {
    report.secondAnswer(held().rule().wanting(), answer);
  }

  private Held held() {
    return Objects.requireNonNull(first, "nothing is held");
  }
}
