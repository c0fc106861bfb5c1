package io.canaryrouter.http;

import io.canaryrouter.measure.Outcome;
import io.canaryrouter.measure.SecondAnswer;
import io.canaryrouter.measure.Wanting;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponse;
import org.jspecify.annotations.Nullable;

/**
 * What is told of an operator's request, which is no user's: a line in the access log, without a
 * stack. Only those that the router refuses are counted, as others without a stack are.
 *
 * <p>Confined to the exchange's event loop.
 */
final class OperatorReport implements Report {
  private final EdgeLoop loop;
  private final HttpRequest request;
  private final ClientOrigin origin;
  private final long beganNanos;
  private int status;
  private long latencyNanos = -1;
  private long responseBytes;
  private boolean isStream;

  OperatorReport(EdgeLoop loop, HttpRequest request, ClientOrigin origin, long beganNanos) {
    this.loop = loop;
    this.request = request;
    this.origin = origin;
    this.beganNanos = beganNanos;
  }

  @Override
  public String requestId() {
    return String.valueOf(request.headers().get(FieldName.X_REQUEST_ID));
  }

  @Override
  public void began() {
    // Nothing is counted: no stack is asked.
  }

  @Override
  public void rescued(Failure failure) {
    throw new IllegalStateException("nobody answers in the admin server's place");
  }

  @Override
  public void secondAnswer(Wanting wanting, SecondAnswer answer) {
    throw new IllegalStateException("nobody answers in the admin server's place");
  }

  @Override
  public void crossed() {
    throw new IllegalStateException("an operator has no cookie of the router's");
  }

  @Override
  public void answered(HttpResponse response, long headNanos, long latency) {
    status = response.status().code();
    latencyNanos = latency;
  }

  @Override
  public void hung() {
    // An operator waits as long as it takes.
  }

  @Override
  public void refused(Failure failure) {
    status = failure.status();
    latencyNanos = -1;
    loop.recorder().refused(failure.outcome());
  }

  @Override
  public void sent(int bytes) {
    responseBytes += bytes;
  }

  @Override
  public void tunnelBegan() {
    isStream = true;
  }

  @Override
  public void tunnelEnded(TunnelEnd end) {
    responseBytes = end.stackBytes();
    ended(null, end.clientBytes());
  }

  @Override
  public void ended(@Nullable Failure failure, long requestBytes) {
    if (failure != null && status == 0) {
      status = failure.status();
    }
    Outcome outcome = isStream ? Outcome.TUNNEL : outcome(failure);
    long totalNanos = loop.now() - beganNanos;
    AccessLog log = loop.edge().accessLog();
    if (!log.isEnabled() || log.skips(outcome, false, null, totalNanos)) {
      return;
    }
    log.offer(
        new AccessEntry(
            AccessEntry.Asked.of(request, origin),
            null,
            null,
            new AccessEntry.Answered(status, outcome, false, failure),
            new AccessEntry.Took(
                loop.edge().epochMillis(), totalNanos, latencyNanos, requestBytes, responseBytes)));
  }

  private Outcome outcome(@Nullable Failure failure) {
    return failure == null ? Outcome.ofStatus(status) : failure.outcome();
  }
}
