package io.canaryrouter.http;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import java.nio.charset.StandardCharsets;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The router's own answers: problem details (RFC 9457), or a page for whoever prefers HTML, with
 * {@code Proxy-Status} (RFC 9209).
 *
 * <p>Thread safety: shared by all event loops, as safe as the suppliers. Nothing of the request is
 * repeated but its id.
 */
final class ProblemResponse {
  /** Longest wait that is asked for; a random part of it keeps clients from coming back at once. */
  private static final int MAX_RETRY_AFTER_SECONDS = 5;

  private static final String ALLOWED_METHODS = "GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS";

  private final HttpDate date;
  private final LongSupplier randomBits;

  /**
   * Answers with these sources.
   *
   * @param randomBits 64 new bits a call, from any thread; they need not be secret
   */
  ProblemResponse(HttpDate date, LongSupplier randomBits) {
    this.date = date;
    this.randomBits = randomBits;
  }

  /**
   * The answer to a request, or to something that never became one (null). The answer to HEAD has
   * the same head and no body.
   */
  FullHttpResponse answer(Problem problem, @Nullable HttpRequest request) {
    boolean html =
        request != null
            && MediaPreference.prefersHtml(
                FieldList.joined(request.headers(), HttpHeaderNames.ACCEPT));
    byte[] content = (html ? page(problem) : json(problem)).getBytes(StandardCharsets.US_ASCII);
    boolean isHead = request != null && HttpMethod.HEAD.equals(request.method());
    ByteBuf body = isHead ? Unpooled.EMPTY_BUFFER : Unpooled.wrappedBuffer(content);
    FullHttpResponse response =
        new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, status(problem.failure()), body);
    response
        .headers()
        .set(
            HttpHeaderNames.CONTENT_TYPE,
            html ? "text/html; charset=utf-8" : "application/problem+json")
        .setInt(HttpHeaderNames.CONTENT_LENGTH, content.length);
    addFields(response.headers(), problem);
    return response;
  }

  private void addFields(HttpHeaders fields, Problem problem) {
    fields.set(HttpHeaderNames.DATE, date.now());
    fields.set(HttpHeaderNames.CACHE_CONTROL, HttpHeaderValues.NO_STORE);
    fields.set(HttpHeaderNames.VARY, HttpHeaderNames.ACCEPT);
    fields.set(FieldName.X_CONTENT_TYPE_OPTIONS, "nosniff");
    fields.set(FieldName.PROXY_STATUS, proxyStatus(problem));
    fields.set(FieldName.X_REQUEST_ID, problem.requestId());
    if (isTemporary(problem.failure())) {
      fields.setInt(HttpHeaderNames.RETRY_AFTER, retryAfterSeconds());
    }
    if (problem.failure() == Failure.METHOD_NOT_ALLOWED) {
      fields.set(HttpHeaderNames.ALLOW, ALLOWED_METHODS);
    }
    if (problem.closes()) {
      fields.set(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE);
    }
  }

  private static boolean isTemporary(Failure failure) {
    return failure.status() == HttpResponseStatus.SERVICE_UNAVAILABLE.code()
        || failure.status() == HttpResponseStatus.TOO_MANY_REQUESTS.code();
  }

  private int retryAfterSeconds() {
    return 1 + Math.floorMod(randomBits.getAsLong(), MAX_RETRY_AFTER_SECONDS);
  }

  private static HttpResponseStatus status(Failure failure) {
    return HttpResponseStatus.valueOf(failure.status(), failure.title());
  }

  private static String proxyStatus(Problem problem) {
    String error = "canary; error=" + problem.failure().proxyStatus();
    return problem.nextHop() == null ? error : error + "; next-hop=" + problem.nextHop().label();
  }

  private static String json(Problem problem) {
    StringBuilder out = new StringBuilder(400).append("{\"type\":");
    JsonText.quote(out, problem.type());
    out.append(",\"title\":");
    JsonText.quote(out, problem.failure().title());
    out.append(",\"status\":").append(problem.failure().status());
    out.append(",\"detail\":");
    JsonText.quote(out, problem.detail());
    out.append(",\"instance\":");
    JsonText.quote(out, problem.instance());
    out.append(",\"request_id\":");
    JsonText.quote(out, problem.requestId());
    return out.append("}\n").toString();
  }

  private static String page(Problem problem) {
    String title = problem.failure().status() + " " + problem.failure().title();
    return """
    <!doctype html>
    <html lang="en">
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width">
    <title>%1$s</title>
    <style>body{font:1rem/1.5 system-ui,sans-serif;margin:15vh auto;max-width:34rem;padding:0 1rem}\
    small{color:#666}</style>
    <h1>%1$s</h1>
    <p>%2$s</p>
    <p><small>Request %3$s</small></p>
    </html>
    """
        .formatted(
            HtmlText.escape(title),
            HtmlText.escape(problem.detail()),
            HtmlText.escape(problem.requestId()));
  }
}
