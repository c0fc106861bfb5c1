package io.canaryrouter.http;

import io.canaryrouter.identity.RouterCookie;
import io.canaryrouter.split.Stack;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponse;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What a request is sent for: whom it asks, and who hears of it. A user's goes to the stack that
 * its visitor is assigned to; an operator's, told by the public host, to the admin server.
 *
 * @param origin who asked
 * @param first whom it asks first
 * @param routing what was in force when it began
 * @param epoch the epoch that it belongs to
 * @param report who hears what becomes of it
 * @param rules what is asked of the other stack when the first answers it badly
 * @param cookie the router cookie that the client should hold from now on, or null
 * @param refusal why it is not brought anywhere, or null
 */
record Errand(
    ClientOrigin origin,
    Upstream first,
    Edge.Routing routing,
    long epoch,
    Report report,
    List<SecondAsking.Rule> rules,
    @Nullable CookieChange cookie,
    @Nullable Failure refusal) {

  /** Reads a request, whose fields are still as they were received. */
  static Errand of(EdgeLoop loop, HttpRequest request, ClientOrigin origin, long beganNanos) {
    PublicHost publicHost = loop.edge().publicHost();
    return publicHost != null && publicHost.isAskedBy(request)
        ? ofOperator(publicHost, loop, request, origin, beganNanos)
        : ofUser(loop, request, origin, beganNanos);
  }

  private static Errand ofUser(
      EdgeLoop loop, HttpRequest request, ClientOrigin origin, long beganNanos) {
    Edge.Routing routing = loop.edge().routing();
    Visitor visitor = Visitor.of(loop.edge(), routing, request, origin);
    hideCookie(routing.identifier().cookie(), request.headers());
    return new Errand(
        origin,
        routing.backends().of(visitor.assignment().stack()),
        routing,
        visitor.assignment().epoch(),
        new ExchangeReport(loop, request, origin, visitor, beganNanos),
        rules(loop, request, visitor, routing),
        visitor.cookie(),
        null);
  }

  private static List<SecondAsking.Rule> rules(
      EdgeLoop loop, HttpRequest request, Visitor visitor, Edge.Routing routing) {
    AssetFallback file = AssetFallback.of(loop, request, visitor, routing.backends());
    SecondOpinion opinion = SecondOpinion.of(visitor, routing);
    if (file == null) {
      return opinion == null ? List.of() : List.of(opinion);
    }
    return opinion == null ? List.of(file) : List.of(file, opinion);
  }

  /** The router's cookie is none of the application's. */
  private static void hideCookie(@Nullable RouterCookie cookie, HttpHeaders fields) {
    if (cookie == null || !fields.contains(HttpHeaderNames.COOKIE)) {
      return;
    }
    List<String> lines = fields.getAll(HttpHeaderNames.COOKIE);
    List<String> others = lines.stream().map(cookie::strip).filter(Objects::nonNull).toList();
    if (!others.equals(lines)) {
      fields.set(HttpHeaderNames.COOKIE, others);
    }
  }

  /**
   * Prepares the head of a final response for the client.
   *
   * @param stack who made it; null is the admin server
   */
  void prepare(EdgeLoop loop, HttpRequest request, HttpResponse response, @Nullable Stack stack) {
    loop.edge().prepare(response, routing, stack);
    if (cookie != null && cookie.join(request, response) && cookie.isCrossing()) {
      report.crossed();
    }
  }

  private static Errand ofOperator(
      PublicHost host, EdgeLoop loop, HttpRequest request, ClientOrigin origin, long beganNanos) {
    return new Errand(
        origin,
        host.admin(),
        loop.edge().routing(),
        loop.edge().splitter().table().epoch(),
        new OperatorReport(loop, request, origin, beganNanos),
        List.of(),
        null,
        host.refusal(origin, loop.now()));
  }
}
