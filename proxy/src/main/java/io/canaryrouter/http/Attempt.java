package io.canaryrouter.http;

import io.canaryrouter.measure.Fault;
import io.canaryrouter.split.Stack;
import io.netty.handler.codec.http.HttpResponse;
import org.jspecify.annotations.Nullable;

/**
 * One try of an exchange at one stack: a slot, an instance, a connection; given back together.
 *
 * <p>Confined to the exchange's event loop, but for the two calls of {@link Admission}, which only
 * lead there.
 */
final class Attempt implements Admission.Waiter {

  private enum Stage {
    NEW,
    QUEUED,
    CONNECTING,
    CONNECTED,
    OVER
  }

  /**
   * What a try may use.
   *
   * @param avoid the instance that has just failed, or null
   * @param freshOnly whether a connection must have answered very recently, or be new
   * @param newOnly whether it must be new
   */
  record Terms(@Nullable Instance avoid, boolean freshOnly, boolean newOnly) {}

  private final Exchange exchange;
  private final EdgeLoop loop;
  private final Upstream upstream;
  private final Terms terms;
  private Stage stage = Stage.NEW;
  private boolean hasSlot;
  private boolean wasTurnedAway;
  private @Nullable Instance instance;
  private @Nullable UpstreamConnection connection;
  private boolean hasAnswered;
  private boolean answeredAsGateway;
  private boolean answeredWell;
  private long queuedNanos;

  Attempt(Exchange exchange, EdgeLoop loop, Upstream upstream, Terms terms) {
    this.exchange = exchange;
    this.loop = loop;
    this.upstream = upstream;
    this.terms = terms;
  }

  Upstream upstream() {
    return upstream;
  }

  @Nullable Instance instance() {
    return instance;
  }

  @Nullable UpstreamConnection connection() {
    return connection;
  }

  /** What keeps it from a connection, should it never get one. */
  Failure unreachedBecause() {
    return stage == Stage.QUEUED ? Failure.OVERLOADED : Failure.CONNECTION_TIMEOUT;
  }

  void start() {
    if (upstream.admission().tryEnter()) {
      enter();
      return;
    }
    stage = Stage.QUEUED;
    queuedNanos = loop.now();
    if (!upstream.admission().await(this)) {
      exchange.attemptFailed(Failure.OVERLOADED);
    }
  }

  @Override
  public void admitted() {
    loop.eventLoop()
        .execute(() -> {
          if (stage == Stage.QUEUED) {
            enter();
          } else {
            upstream.admission().release();
          }
        });
  }

  @Override
  public void turnedAway() {
    loop.eventLoop()
        .execute(() -> {
          if (stage == Stage.QUEUED) {
            wasTurnedAway = true;
            exchange.attemptFailed(Failure.OVERLOADED);
          }
        });
  }

  /** Whether the stack was left by everyone while this one still waited for it. */
  boolean wasTurnedAway() {
    return wasTurnedAway;
  }

  private void enter() {
    hasSlot = true;
    Instance chosen = upstream.choose(terms.avoid());
    if (chosen == null) {
      exchange.attemptFailed(upstream.unavailableBecause());
      return;
    }
    instance = chosen;
    chosen.acquire();
    stage = Stage.CONNECTING;
    UpstreamPool pool = loop.pool(upstream);
    UpstreamConnection resting = terms.newOnly() ? null : pool.take(chosen, terms.freshOnly());
    if (resting != null) {
      connected(resting);
    } else {
      pool.connect(chosen, this);
    }
  }

  /** The pool has a connection. */
  void connected(UpstreamConnection ready) {
    if (stage != Stage.CONNECTING) {
      ready.rest();
      return;
    }
    stage = Stage.CONNECTED;
    connection = ready;
    exchange.send(ready);
  }

  /** The pool could not connect. */
  void connectFailed(Failure failure) {
    if (stage == Stage.CONNECTING) {
      exchange.attemptFailed(failure);
    }
  }

  /** A response has a head: an instance that answers as a gateway has no application behind it. */
  void answered(HttpResponse response) {
    hasAnswered = true;
    upstream.answered(response.headers());
    int status = response.status().code();
    boolean isPlatforms = PlatformAnswer.isOne(response);
    Stack stack = upstream.stack();
    if (isPlatforms && stack != null) {
      loop.recorder().answeredByPlatform(stack);
    }
    answeredAsGateway = (status >= 502 && status <= 504) || isPlatforms;
    answeredWell = status < 400;
    if (answeredAsGateway && instance != null) {
      instance.failed();
    }
  }

  /** A response is whole, or has become a tunnel or a stream. */
  void succeeded() {
    if (!answeredAsGateway && instance != null) {
      instance.succeeded(answeredWell);
    }
  }

  /** Counts a failure against the instance when it is the stack's. */
  void blame(Failure failure) {
    if (instance != null && failure.outcome().fault() == Fault.STACK) {
      instance.failed();
    }
  }

  /** What the failed try tells whoever decides on the next. */
  RetryPolicy.Attempt failedBy(Failure failure, boolean replayable, int attempts) {
    UpstreamConnection used = connection;
    return new RetryPolicy.Attempt(
        failure,
        upstream.stack(),
        used == null,
        replayable,
        used != null && used.isReused() && !hasAnswered,
        attempts,
        upstream.hasOther(instance));
  }

  void check(long nowNanos) {
    boolean waitedTooLong =
        stage == Stage.QUEUED
            && Timed.isPast(nowNanos - queuedNanos, upstream.settings().queueMillis());
    if (waitedTooLong && upstream.admission().leave(this)) {
      exchange.attemptFailed(Failure.OVERLOADED);
    }
  }

  /** Gives slot and instance back, once; a connection still at work is closed. */
  void end() {
    if (stage == Stage.OVER) {
      return;
    }
    if (stage == Stage.QUEUED) {
      upstream.admission().leave(this);
    }
    stage = Stage.OVER;
    if (hasSlot) {
      hasSlot = false;
      upstream.admission().release();
    }
    if (instance != null) {
      instance.release();
    }
    UpstreamConnection used = connection;
    if (used != null && used.carries(exchange)) {
      used.abandon();
    }
  }
}
