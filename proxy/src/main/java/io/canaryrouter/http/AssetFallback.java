package io.canaryrouter.http;

import io.canaryrouter.measure.Wanting;
import io.canaryrouter.routes.Fingerprint;
import io.canaryrouter.routes.RequestPath;
import io.canaryrouter.routes.Route;
import io.canaryrouter.split.Assignment;
import io.canaryrouter.split.Stack;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponse;
import org.jspecify.annotations.Nullable;

/**
 * When a file that the assigned stack does not have is asked of the other one: a page from before a
 * move names files that only its own version has, and a digest in the name says which file is
 * meant, whoever has it.
 *
 * <p>Green is asked only while it may have users: not while everyone is kept on blue, nor before it
 * has been up, nor for a user who is denied it. Blue is always asked. Confined to the exchange's
 * event loop.
 */
final class AssetFallback implements SecondAsking.Rule {
  private final EdgeLoop loop;
  private final HttpRequest request;
  private final Backends backends;
  private final Stack assigned;

  private AssetFallback(EdgeLoop loop, HttpRequest request, Backends backends, Stack assigned) {
    this.loop = loop;
    this.request = request;
    this.backends = backends;
    this.assigned = assigned;
  }

  /** For a request whose route has assets; null for any other. */
  static @Nullable AssetFallback of(
      EdgeLoop loop, HttpRequest request, Visitor visitor, Backends backends) {
    Route route = visitor.rules().route();
    boolean applies =
        route.isAsset()
            && route.pin().isEmpty()
            && visitor.assignment().reason() != Assignment.Reason.DENY;
    return applies
        ? new AssetFallback(loop, request, backends, visitor.assignment().stack())
        : null;
  }

  @Override
  public Wanting wanting() {
    return Wanting.FILE;
  }

  @Override
  public boolean isWanting(HttpResponse response, Upstream from) {
    return response.status().code() == 404
        && from.stack() == assigned
        && !PlatformAnswer.isOne(response)
        && Fingerprint.isIn(RequestPath.of(request.uri()))
        && mayAsk();
  }

  @Override
  public boolean mayAsk() {
    return assigned == Stack.GREEN
        || loop.edge().splitter().isGreenOpen(backends.green().instances().hasBeenUp());
  }

  @Override
  public Upstream other() {
    return backends.of(assigned.other());
  }

  /** Whether the other stack has it; events are no file and would never end. */
  @Override
  public boolean isBetter(HttpResponse response) {
    int status = response.status().code();
    boolean isFile = (status >= 200 && status < 300) || status == 304;
    return isFile && !EventStream.follows(request, response);
  }

  /** None: which version has which files is nobody's fault. */
  @Override
  public @Nullable Failure failure(HttpResponse first) {
    return null;
  }
}
