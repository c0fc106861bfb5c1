package io.canaryrouter.http;

import io.canaryrouter.identity.RequestView;
import io.canaryrouter.identity.UserKey;
import io.canaryrouter.split.Assignment;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpRequest;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Who sent a request and where that user goes; decided once, before anything else.
 *
 * @param key the user, or what stands for one
 * @param assignment the stack, and why
 */
record Visitor(UserKey key, Assignment assignment) {

  static Visitor of(Edge edge, Edge.Routing routing, HttpRequest request, ClientOrigin origin) {
    UserKey key = routing.identifier().identify(new Request(request, origin));
    boolean greenHasBeenUp = routing.backends().green().instances().hasBeenUp();
    return new Visitor(key, edge.splitter().assign(key.text(), greenHasBeenUp));
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
