package io.canaryrouter.http;

import io.canaryrouter.measure.Outcome;
import io.canaryrouter.measure.SecondAnswer;
import io.canaryrouter.measure.Wanting;
import io.canaryrouter.split.Assignment;
import io.canaryrouter.split.Stack;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpRequest;
import org.jspecify.annotations.Nullable;

/**
 * One finished request as the access log tells it. Immutable; holds no token, cookie or query.
 *
 * @param asked what was asked
 * @param routed where it went and why; null when it was refused before it had a stack
 * @param servedBy the stack whose answer the client got; null when the router answered
 * @param answered how it ended
 * @param took how long it took and how much it moved
 */
record AccessEntry(
    Asked asked, @Nullable Routed routed, @Nullable Stack servedBy, Answered answered, Took took) {

  /** A head that never became a request. */
  static AccessEntry refused(
      String requestId, ClientOrigin peer, RequestIntake.Malformed why, Took took) {
    Failure failure = why.failure();
    return new AccessEntry(
        Asked.unreadable(requestId, peer),
        null,
        null,
        new Answered(failure.status(), failure.outcome(), false, failure, why.detail(), null),
        took);
  }

  /**
   * What was asked.
   *
   * @param path the target's path without its query
   * @param rndrId the platform's own id of the request, from a trusted peer
   */
  record Asked(
      String method,
      @Nullable String host,
      String path,
      String protocol,
      @Nullable String requestId,
      @Nullable String userAgent,
      @Nullable String rndrId,
      ClientOrigin origin) {

    /** A little more than a line shows; entries that wait for a slow output must stay small. */
    private static final int MAX_KEPT_CHARS = 600;

    /** From a request whose fields have been prepared. */
    static Asked of(HttpRequest request, ClientOrigin origin) {
      HttpHeaders fields = request.headers();
      return new Asked(
          request.method().name(),
          kept(fields.get(HttpHeaderNames.HOST)),
          shortened(pathOf(request.uri())),
          request.protocolVersion().text(),
          fields.get(FieldName.X_REQUEST_ID),
          kept(fields.get(HttpHeaderNames.USER_AGENT)),
          fields.get(FieldName.RNDR_ID),
          origin);
    }

    private static @Nullable String kept(@Nullable String text) {
      return text == null ? null : shortened(text);
    }

    private static String shortened(String text) {
      return text.length() <= MAX_KEPT_CHARS ? text : text.substring(0, MAX_KEPT_CHARS);
    }

    /** From a head that could not be read: none of its bytes are told. */
    static Asked unreadable(String requestId, ClientOrigin origin) {
      return new Asked("-", null, "-", "-", requestId, null, null, origin);
    }

    /** Nothing but the path: an authority may hold a password, a query nearly anything. */
    private static String pathOf(String target) {
      String path = until('#', until('?', target));
      if (path.startsWith("/") || path.equals("*")) {
        return path;
      }
      int authority = path.indexOf("://");
      int slash = authority < 0 ? -1 : path.indexOf('/', authority + 3);
      return slash < 0 ? "-" : path.substring(slash);
    }

    private static String until(char end, String text) {
      int found = text.indexOf(end);
      return found < 0 ? text : text.substring(0, found);
    }
  }

  /**
   * Where it went and why.
   *
   * @param route the name under which it is measured
   * @param assignment its stack, and the rule that decided
   */
  record Routed(String route, Assignment assignment) {}

  /**
   * How it ended.
   *
   * @param status the status that the client got
   * @param outcome what was counted
   * @param rescued whether blue answered in green's place
   * @param failure what went wrong, also when it was rescued
   * @param detail what exactly, of a refused head; a constant without any byte of it
   * @param second what became of an answer for which the other stack may have had a better one
   */
  record Answered(
      int status,
      Outcome outcome,
      boolean rescued,
      @Nullable Failure failure,
      @Nullable String detail,
      @Nullable Second second) {

    Answered(int status, Outcome outcome, boolean rescued, @Nullable Failure failure) {
      this(status, outcome, rescued, failure, null, null);
    }
  }

  /**
   * A second asking.
   *
   * @param wanting what the first answer left to be wished for
   * @param answer what became of it
   */
  record Second(Wanting wanting, SecondAnswer answer) {}

  /**
   * How long it took and how much it moved.
   *
   * @param endEpochMillis wall clock at the end
   * @param totalNanos from the first byte of the request to the last of the response
   * @param upstreamNanos from the request's last byte sent to the response head's first byte;
   *     negative when there was none
   * @param requestBytes bytes of the request's content
   * @param responseBytes bytes of the response's content
   */
  record Took(
      long endEpochMillis,
      long totalNanos,
      long upstreamNanos,
      long requestBytes,
      long responseBytes) {}
}
