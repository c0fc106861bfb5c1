package io.canaryrouter.http;

import io.canaryrouter.split.Stack;
import io.netty.handler.codec.http.DefaultHttpRequest;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One request and its response: asks who sent it, takes it to a stack, brings the answer back, and
 * reports exactly once how it ended, however it ended.
 *
 * <p>Confined to the event loop of its client's connection, on which its connection to the stack
 * lives as well. The methods stand in the order of a request's life, which
 * docs/life-of-a-request.md tells in prose.
 */
final class Exchange {
  /** More interim responses than this from one stack to one request are no honest answer. */
  private static final int MAX_INTERIM = 16;

  private final EdgeLoop loop;
  private final FrontConnection front;
  private final HttpRequest request;
  private final Errand errand;
  private final Report report;
  private final RequestBody body;
  private final ResponseRelay relay;
  private final StackDeadlines deadlines;
  private final SecondAsking second;
  private final Retries retries;
  private final @Nullable WebSocketHandshake handshake;
  private final boolean expectsContinue;
  private final boolean clientPersists;
  private ExchangeState state = ExchangeState.SEEKING;
  private Attempt attempt;
  private int interims;
  private boolean continued;
  private boolean keepAlive;
  private @Nullable ServedEvents events;

  Exchange(EdgeLoop loop, FrontConnection front, HttpRequest request, Errand errand) {
    this.loop = loop;
    this.front = front;
    this.request = request;
    this.errand = errand;
    this.report = errand.report();
    this.handshake = WebSocketHandshake.of(request);
    this.expectsContinue = HttpUtil.is100ContinueExpected(request);
    this.clientPersists = HttpUtil.isKeepAlive(request);
    boolean hasContent = front.isReceiving();
    this.body = new RequestBody(loop::now, hasContent);
    this.relay = new ResponseRelay(front);
    this.deadlines = new StackDeadlines(body, loop.now());
    this.second = new SecondAsking(loop, request, report, deadlines, errand.rules());
    boolean isReplayable = RetryPolicy.isReplayable(request.method(), hasContent);
    this.retries = new Retries(loop, deadlines, isReplayable);
    this.attempt = newAttempt(errand.first(), retries.terms());
  }

  // ---- to the stack -------------------------------------------------------------------------

  void start() {
    report.began();
    Failure refusal = loop.edge().forwarding().prepare(request, errand.origin(), handshake != null);
    if (refusal == null) {
      refusal = errand.refusal();
    }
    if (refusal == null && !loop.edge().listen().admits(HttpUtil.getContentLength(request, 0L))) {
      refusal = Failure.CONTENT_TOO_LARGE;
    }
    if (refusal != null) {
      answer(refusal);
      return;
    }
    run(attempt);
  }

  private Attempt newAttempt(Upstream upstream, Attempt.Terms terms) {
    return new Attempt(this, loop, upstream, terms);
  }

  private void run(Attempt next) {
    attempt = next;
    retries.began();
    state = ExchangeState.SEEKING;
    next.start();
    if (state == ExchangeState.SEEKING && body.isAwaited()) {
      // Nobody takes the body yet, so nobody reads it.
      front.stopReading();
    }
  }

  /** The attempt has a connection: the request goes out. */
  void send(UpstreamConnection connection) {
    state = ExchangeState.SENT;
    deadlines.progressed(loop.now());
    connection.begin(this, HttpMethod.HEAD.equals(request.method()));
    HttpHeaders fields = attempt.upstream().fieldsFor(request.headers(), errand.origin());
    body.streamTo(
        connection.channel(),
        new DefaultHttpRequest(
            HttpVersion.HTTP_1_1, request.method(), Target.inOriginForm(request.uri()), fields));
    if (body.isAwaited()) {
      if (expectsContinue && !continued && body.bytes() == 0) {
        continued = true;
        front.writeInterim(Interim.goOn(front.channel().alloc()));
      }
      front.allowReading();
    }
    if (!front.isInRead()) {
      body.flush();
    }
  }

  /** A piece of the body from the client, released in the end. */
  void requestContent(HttpContent content) {
    if (state == ExchangeState.DONE) {
      content.release();
      return;
    }
    boolean hadMore = body.isAwaited();
    body.receive(content);
    if (hadMore) {
      deadlines.progressed(loop.now());
    }
    UpstreamConnection connection = attempt.connection();
    if (body.isAwaited() && (connection == null || !connection.channel().isWritable())) {
      front.stopReading();
    }
  }

  /** Bytes of content that the client has sent so far. */
  long requestBytes() {
    return body.bytes();
  }

  /** The client's bytes have all been read for now. */
  void requestPaused() {
    if (!body.isSent()) {
      body.flush();
    }
  }

  void stackWritabilityChanged(boolean writable) {
    deadlines.progressed(loop.now());
    if (writable) {
      front.allowReading();
    }
  }

  boolean isRequestSent() {
    return body.isSent();
  }

  // ---- back to the client -------------------------------------------------------------------

  /** Whether an end of message that arrives now belongs to an interim response. */
  boolean awaitsFinalResponse() {
    return state != ExchangeState.RESPONDING && state != ExchangeState.WITHHELD;
  }

  /** A 1xx other than 101; the router has answered {@code Expect} itself. */
  void interimResponse(HttpResponse response) {
    deadlines.progressed(loop.now());
    if (++interims > MAX_INTERIM) {
      attemptFailed(Failure.RESPONSE_MALFORMED);
    } else if (response.status().code() != 100
        && request.protocolVersion().compareTo(HttpVersion.HTTP_1_1) >= 0) {
      loop.edge().responseFields().prepare(response, null);
      front.writeInterim(Interim.of(front.channel().alloc(), response));
    }
  }

  /** The head of the final response, or of a 101. */
  void responseHead(HttpResponse response, long headNanos) {
    deadlines.progressed(headNanos);
    long latencyNanos = body.isSent() ? headNanos - body.sentNanos() : -1;
    attempt.answered(response);
    if (response.status().code() == 101) {
      report.answered(response, headNanos, latencyNanos);
      switchProtocols(response);
    } else if (second.withholds(response, attempt.upstream(), latencyNanos)) {
      state = ExchangeState.WITHHELD;
    } else {
      passOn(response, attempt.upstream(), headNanos, latencyNanos);
    }
  }

  private void passOn(HttpResponse response, Upstream from, long headNanos, long latencyNanos) {
    report.answered(response, headNanos, latencyNanos);
    state = ExchangeState.RESPONDING;
    boolean isStream = EventStream.follows(request, response);
    errand.prepare(loop, request, response, from.stack());
    keepAlive = ResponseFraming.frame(response, request, clientPersists && !front.mustClose());
    relay.head(response);
    if (isStream) {
      beginStream();
    }
  }

  /** Whether the response is a stream of events. */
  boolean isStream() {
    return events != null;
  }

  /** A piece of the response, released in the end. */
  void responseContent(HttpContent content) {
    deadlines.progressed(loop.now());
    if (isWithheld(content)) {
      return;
    }
    report.sent(content.content().readableBytes());
    relay.content(content);
    UpstreamConnection connection = attempt.connection();
    if (!front.isWritable() && connection != null) {
      connection.stopReading();
      front.flush();
    }
  }

  /** The stack's bytes have all been read for now. */
  void responsePaused() {
    if (state == ExchangeState.RESPONDING) {
      relay.flush();
      second.settle();
    } else if (state == ExchangeState.WITHHELD && second.isRejecting()) {
      answerAsFirst();
    }
  }

  void clientWritabilityChanged(boolean writable) {
    UpstreamConnection connection = attempt.connection();
    if (writable && connection != null && connection.carries(this)) {
      deadlines.progressed(loop.now());
      connection.allowReading();
    }
  }

  /** The response is complete. */
  void responseEnd(LastHttpContent last) {
    attempt.succeeded();
    if (!isWithheld(last)) {
      passOnEnd(last);
      return;
    }
    Upstream next = second.next();
    if (next == null) {
      answerAsFirst();
    } else {
      attempt.end();
      body.stop();
      run(newAttempt(next, new Attempt.Terms(null, true, false)));
    }
  }

  private void passOnEnd(LastHttpContent last) {
    report.sent(last.content().readableBytes());
    relay.end(last);
    finish(null);
    front.answered(keepAlive);
  }

  /** Keeps a piece from the client, which is released then; or passes on what was held before. */
  private boolean isWithheld(HttpContent content) {
    if (state != ExchangeState.WITHHELD || second.takes(content)) {
      return state == ExchangeState.WITHHELD;
    }
    HeldAnswer first = second.overflow();
    passOn(first);
    HttpContent part = first.takePart();
    report.sent(part.content().readableBytes());
    relay.content(part);
    return false;
  }

  private void passOn(HeldAnswer first) {
    // Its first byte is what the client has been waiting for, until now.
    passOn(first.head(), errand.first(), loop.now(), first.latencyNanos());
  }

  /** The other stack has no better answer: the client gets the first one. */
  private void answerAsFirst() {
    attempt.end();
    body.stop();
    HeldAnswer first = second.giveUp();
    passOn(first);
    passOnEnd(first.takeWhole());
  }

  // ---- tunnels and streams ------------------------------------------------------------------

  private void switchProtocols(HttpResponse response) {
    UpstreamConnection connection = attempt.connection();
    if (handshake == null || connection == null || !handshake.isAcceptedBy(response)) {
      attemptFailed(Failure.UPGRADE_FAILED);
      return;
    }
    state = ExchangeState.DONE;
    attempt.succeeded();
    report.tunnelBegan();
    new Upgrade(stack(), errand.epoch(), this::tunnelEnded)
        .handOver(loop, front, connection, response);
  }

  private void tunnelEnded(TunnelEnd end) {
    attempt.end();
    report.tunnelEnded(end);
  }

  private void beginStream() {
    second.settle();
    attempt.succeeded();
    report.tunnelBegan();
    events = new ServedEvents(stack(), errand.epoch(), loop.eventLoop(), this::endStream);
    loop.edge().tunnels().register(events);
    relay.flush();
  }

  private Stack stack() {
    return Objects.requireNonNullElse(attempt.upstream().stack(), Stack.BLUE);
  }

  private void endStream() {
    if (state == ExchangeState.RESPONDING) {
      keepAlive = false;
      responseEnd(LastHttpContent.EMPTY_LAST_CONTENT);
    }
  }

  // ---- when it goes wrong -------------------------------------------------------------------

  /** The current attempt has failed; another one follows, or the client is told. */
  void attemptFailed(Failure failure) {
    if (state == ExchangeState.DONE) {
      return;
    }
    Attempt failed = attempt;
    if (second.isPending() && !isToldOfResponse()) {
      failed.blame(failure);
      second.failed(failure);
      answerAsFirst();
      return;
    }
    RetryPolicy.Next next = next(failed, failure);
    if (next != RetryPolicy.Next.NEW_CONNECTION) {
      failed.blame(failure);
    }
    failed.end();
    body.stop();
    if (isToldOfResponse()) {
      finish(failure);
      front.reset();
    } else {
      proceed(next, failed, failure);
    }
  }

  private boolean isToldOfResponse() {
    return state == ExchangeState.RESPONDING && relay.hasBegun();
  }

  private void proceed(RetryPolicy.Next next, Attempt failed, Failure failure) {
    Upstream same = failed.upstream();
    switch (next) {
      case NEW_CONNECTION -> run(newAttempt(same, new Attempt.Terms(null, true, true)));
      case OTHER_INSTANCE -> run(newAttempt(same, retries.termsBeside(failed.instance())));
      case BLUE -> {
        second.settle();
        report.rescued(failure);
        run(newAttempt(errand.routing().backends().blue(), retries.termsOfBlue()));
      }
      case NOWHERE -> answer(failure);
    }
  }

  private RetryPolicy.Next next(Attempt failed, Failure failure) {
    // A response of which a part has come is not asked for again, unless all of it was a failure.
    boolean isFailureHeld = second.isHoldingFailure();
    return awaitsFinalResponse() || isFailureHeld
        ? retries.after(failed, failure, isFailureHeld)
        : RetryPolicy.Next.NOWHERE;
  }

  /** The router answers in the stack's place. */
  private void answer(Failure failure) {
    boolean mayPersist = clientPersists && !front.mustClose();
    Stack asked = attempt.upstream().stack();
    report.refused(failure);
    finish(failure);
    Problem problem = new Problem(failure, report.requestId(), asked, !mayPersist);
    front.respond(loop.edge().problems().answer(problem, request), mayPersist);
  }

  /** Whether the client has not been told anything yet. */
  boolean mayBeAnswered() {
    return state != ExchangeState.RESPONDING && state != ExchangeState.DONE;
  }

  /** The client broke the protocol in the midst of its request. */
  void clientFailed(Failure failure) {
    answer(failure);
  }

  /** The client is gone. */
  void clientGone(Failure failure) {
    finish(failure);
  }

  /** Deadlines. */
  void check(long nowNanos) {
    attempt.check(nowNanos);
    if (second.expires(nowNanos, attempt)) {
      answerAsFirst();
      return;
    }
    Failure late = isStream() ? null : deadlines.late(nowNanos, state, attempt);
    if (late != null) {
      attemptFailed(late);
    } else if (isHung(nowNanos)) {
      report.hung();
    }
  }

  /** Whether the answer is so late that it no longer matters; the client gets it all the same. */
  private boolean isHung(long nowNanos) {
    return state == ExchangeState.SENT
        && !EventStream.isAskedFor(request)
        && deadlines.silentNanos(nowNanos, attempt.connection()) >= loop.edge().hungAfterNanos();
  }

  // ---- the end ------------------------------------------------------------------------------

  private void finish(@Nullable Failure failure) {
    if (state == ExchangeState.DONE) {
      return;
    }
    state = ExchangeState.DONE;
    body.discard();
    attempt.end();
    second.settle();
    if (events != null) {
      loop.edge().tunnels().deregister(events);
    }
    report.ended(failure, body.bytes());
  }
}
