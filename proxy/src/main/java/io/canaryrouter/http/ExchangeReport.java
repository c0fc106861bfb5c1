package io.canaryrouter.http;

import io.canaryrouter.measure.Fault;
import io.canaryrouter.measure.Outcome;
import io.canaryrouter.measure.Sample;
import io.canaryrouter.measure.Sample.Remark;
import io.canaryrouter.measure.SecondAnswer;
import io.canaryrouter.measure.Wanting;
import io.canaryrouter.split.Assignment;
import io.canaryrouter.split.Stack;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import org.jspecify.annotations.Nullable;

/**
 * What is told of one exchange: once to the measurements, once to the access log.
 *
 * <p>A request that green failed is counted under green, with green's failure, and as rescued when
 * blue answered it; where blue failed as well, nobody was rescued.
 *
 * <p>A file that only the other stack had is counted as the client got it, without a latency: the
 * assigned stack's would be that of its 404. When the other stack fails in the midst of it, the
 * assigned stack's own answer is what is counted. Confined to the exchange's event loop.
 */
final class ExchangeReport implements Report {
  private static final long NO_LATENCY = -1;

  private final EdgeLoop loop;
  private final HttpRequest request;
  private final ClientOrigin origin;
  private final Visitor visitor;
  private final long beganNanos;
  private @Nullable Failure rescuedFrom;
  private AccessEntry.@Nullable Second second;
  private Stack servedBy;
  private int status;
  private boolean isOwnAnswer;
  private boolean isPlatforms;
  private boolean isSelfRedirect;
  private boolean hasCrossed;
  private long latencyNanos = NO_LATENCY;
  private long firstByteNanos = NO_LATENCY;
  private long responseBytes;
  private boolean measured;
  private boolean isTunnel;

  ExchangeReport(
      EdgeLoop loop, HttpRequest request, ClientOrigin origin, Visitor visitor, long beganNanos) {
    this.loop = loop;
    this.request = request;
    this.origin = origin;
    this.visitor = visitor;
    this.beganNanos = beganNanos;
    this.servedBy = visitor.assignment().stack();
  }

  @Override
  public String requestId() {
    return String.valueOf(request.headers().get(FieldName.X_REQUEST_ID));
  }

  @Override
  public void began() {
    loop.called();
    loop.retryBudget().request(beganNanos);
    loop.recorder().identified(visitor.key().source());
    if (visitor.rules().override() != null) {
      loop.recorder().overridden(visitor.rules().override());
    }
    loop.recorder().began(visitor.assignment().stack());
  }

  @Override
  public void rescued(Failure failure) {
    rescuedFrom = failure;
    servedBy = Stack.BLUE;
  }

  @Override
  public void secondAnswer(Wanting wanting, SecondAnswer answer) {
    Stack assigned = visitor.assignment().stack();
    second = new AccessEntry.Second(wanting, answer);
    servedBy = answer == SecondAnswer.BETTER ? assigned.other() : assigned;
    loop.recorder().askedAgain(assigned, wanting, answer);
  }

  @Override
  public void crossed() {
    if (!hasCrossed) {
      hasCrossed = true;
      loop.recorder().crossed();
    }
  }

  @Override
  public void answered(HttpResponse response, long headNanos, long latency) {
    status = response.status().code();
    isPlatforms = PlatformAnswer.isOne(response);
    isSelfRedirect = SelfRedirect.isOne(request, origin, response);
    latencyNanos = latency;
    firstByteNanos = headNanos - beganNanos;
  }

  /**
   * The stack has been silent for too long: that is what is counted, now and whatever follows. Of a
   * request that green failed and blue keeps waiting, green's failure is counted when it ends.
   */
  @Override
  public void hung() {
    if (rescuedFrom == null) {
      measure(Outcome.HUNG, status, loop.now());
    }
  }

  @Override
  public void refused(Failure failure) {
    status = failure.status();
    latencyNanos = NO_LATENCY;
    firstByteNanos = NO_LATENCY;
    isOwnAnswer = true;
  }

  @Override
  public void sent(int bytes) {
    responseBytes += bytes;
  }

  /** The end of a tunnel is no news for the judge. */
  @Override
  public void tunnelBegan() {
    isTunnel = true;
    loop.recorder().tunnelOpened(servedBy);
    measure(Outcome.TUNNEL, status, loop.now());
  }

  @Override
  public void tunnelEnded(TunnelEnd end) {
    responseBytes = end.stackBytes();
    ended(null, end.clientBytes());
  }

  @Override
  public void ended(@Nullable Failure end, long requestBytes) {
    Failure failure = end == null && isPlatforms ? Failure.PLATFORM : end;
    Outcome outcome = failure == null ? Outcome.ofStatus(status) : failure.outcome();
    if (failure != null && status == 0) {
      status = failure.status();
    }
    if (isTunnel) {
      outcome = Outcome.TUNNEL;
      loop.recorder().tunnelClosed(servedBy);
    }
    long now = loop.now();
    if (isFound() && outcome.fault() == Fault.STACK) {
      // The other stack's fault; the assigned one had said all that it has to say.
      outcome = Outcome.CLIENT_ERROR;
      measure(outcome, HttpResponseStatus.NOT_FOUND.code(), now);
    } else {
      measure(outcome, status, now);
    }
    log(outcome, failure, requestBytes, now);
  }

  private Outcome counted(Outcome outcome) {
    return rescuedFrom == null ? outcome : rescuedFrom.outcome();
  }

  private boolean isSaved(Outcome outcome) {
    return rescuedFrom != null && outcome.fault() == Fault.NONE;
  }

  private void log(Outcome outcome, @Nullable Failure failure, long requestBytes, long now) {
    AccessLog log = loop.edge().accessLog();
    boolean isSaved = isSaved(outcome);
    Outcome counted = counted(outcome);
    Assignment assignment = visitor.assignment();
    long totalNanos = now - beganNanos;
    if (!log.isEnabled() || log.skips(counted, isSaved, assignment.stack(), totalNanos)) {
      return;
    }
    Failure told = rescuedFrom == null ? failure : rescuedFrom;
    log.offer(
        new AccessEntry(
            AccessEntry.Asked.of(request, origin),
            new AccessEntry.Routed(visitor.rules().label(), assignment),
            isOwnAnswer ? null : servedBy,
            new AccessEntry.Answered(status, counted, isSaved, told, null, second),
            new AccessEntry.Took(
                loop.edge().epochMillis(), totalNanos, latencyNanos, requestBytes, responseBytes)));
  }

  private boolean isFound() {
    return isSecond(Wanting.FILE, SecondAnswer.BETTER);
  }

  private boolean isSecond(Wanting wanting, SecondAnswer answer) {
    return second != null && second.wanting() == wanting && second.answer() == answer;
  }

  private Remark remark(boolean isOwn, Outcome outcome) {
    boolean isFailureOfBlue =
        rescuedFrom != null && servedBy == Stack.BLUE && outcome.fault() == Fault.STACK;
    if (isFailureOfBlue || isSecond(Wanting.SUCCESS, SecondAnswer.FAILED)) {
      return Remark.BLUE_FAILED_TOO;
    }
    return isOwn && isSelfRedirect ? Remark.SELF_REDIRECT : Remark.NONE;
  }

  private void measure(Outcome outcome, int told, long now) {
    if (measured) {
      return;
    }
    measured = true;
    boolean isOwn = rescuedFrom == null && !isFound();
    if (rescuedFrom != null && isSaved(outcome)) {
      loop.recorder().rescued(rescuedFrom.label());
    }
    loop.recorder()
        .ended(
            new Sample(
                now,
                visitor.assignment().epoch(),
                visitor.assignment().stack(),
                counted(outcome),
                told,
                isSaved(outcome),
                visitor.isJudged(),
                visitor.key().hash(),
                visitor.key().verified(),
                origin.network(),
                isOwn && outcome == Outcome.OK ? latencyNanos : NO_LATENCY,
                visitor.rules().label(),
                remark(isOwn, outcome)),
            firstByteNanos,
            now - beganNanos);
  }
}
