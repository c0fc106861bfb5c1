package io.canaryrouter.http;

import io.canaryrouter.identity.RequestView;
import io.canaryrouter.identity.RouterCookie;
import io.canaryrouter.identity.UserKey;
import io.canaryrouter.routes.Rules;
import io.canaryrouter.split.Assignment;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Who sent a request and where that user goes; decided once, before anything else.
 *
 * @param key the user, or what stands for one
 * @param rules what the rules say of the request
 * @param assignment the stack, and why
 * @param isJudged whether it says something of how users fare on the stack
 * @param cookie what the client's router cookie should say from now on, or null when it stays
 */
record Visitor(
    UserKey key,
    Rules.Reading rules,
    Assignment assignment,
    boolean isJudged,
    @Nullable CookieChange cookie) {

  static Visitor of(Edge edge, Edge.Routing routing, HttpRequest request, ClientOrigin origin) {
    Request view = new Request(request, origin);
    UserKey key = routing.identifier().identify(view);
    Rules.Reading rules =
        routing
            .settings()
            .rules()
            .read(
                new Rules.Request(
                    request.method().name(),
                    request.uri(),
                    view::field,
                    TimeUnit.MILLISECONDS.toSeconds(edge.epochMillis())));
    Assignment assignment = assign(edge, routing, rules, key.text());
    boolean isPreflight = isPreflight(request);
    boolean isJudged = assignment.isJudged() && !rules.isExcluded() && !isPreflight;
    RouterCookie.Change change = isPreflight ? null : change(edge, routing, key, view);
    if (change == null) {
      return new Visitor(key, rules, assignment, isJudged, null);
    }
    boolean isCrossing =
        change.before() != null
            && assign(edge, routing, rules, change.before()).stack() != assignment.stack();
    return new Visitor(
        key, rules, assignment, isJudged, new CookieChange(change.field(), isCrossing));
  }

  private static Assignment assign(
      Edge edge, Edge.Routing routing, Rules.Reading rules, @Nullable String key) {
    return edge.splitter()
        .assign(rules.question(key), routing.backends().green().instances().hasBeenUp());
  }

  /** Nobody needs a cookie while all users are on one stack. */
  private static RouterCookie.@Nullable Change change(
      Edge edge, Edge.Routing routing, UserKey key, RequestView view) {
    RouterCookie cookie = routing.identifier().cookie();
    return cookie == null || !edge.hasUsersOnBoth(routing) ? null : cookie.follow(key, view);
  }

  /** Whether a browser asks before it asks (CORS); many a server answers that without its code. */
  private static boolean isPreflight(HttpRequest request) {
    HttpHeaders fields = request.headers();
    return HttpMethod.OPTIONS.equals(request.method())
        && fields.contains(HttpHeaderNames.ORIGIN)
        && fields.contains(HttpHeaderNames.ACCESS_CONTROL_REQUEST_METHOD);
  }

  /** A request as identification sees it. */
  private record Request(HttpRequest request, ClientOrigin origin) implements RequestView {
    @Override
    public @Nullable String field(String name) {
      return HttpHeaderNames.COOKIE.contentEqualsIgnoreCase(name)
          ? cookies()
          : request.headers().get(name);
    }

    /** All cookie lines as one, since a client may send several. */
    private @Nullable String cookies() {
      List<String> lines = request.headers().getAll(HttpHeaderNames.COOKIE);
      return lines.isEmpty() ? null : String.join("; ", lines);
    }

    @Override
    public String target() {
      return request.uri();
    }

    @Override
    public String clientAddress() {
      return origin.address();
    }
  }
}
