package io.canaryrouter.http;

import io.canaryrouter.split.Stack;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpStatusClass;
import org.jspecify.annotations.Nullable;

/**
 * What the router removes from and adds to a stack's response.
 *
 * <p>{@code Content-Length} and {@code Transfer-Encoding} are not touched, nor is {@code
 * Connection} set for the client: both belong to whoever frames the response. {@code Via} is not
 * added, which RFC 9110 section 7.6.3 leaves to a gateway.
 *
 * <p>Thread safety: immutable but for the {@link HttpDate}, shared by all event loops.
 */
final class ResponseFields {
  private static final FieldNames DROPPED =
      ConnectionFields.HOP_BY_HOP.and(FieldNames.of("x-canary-*"));

  private final HttpDate date;

  ResponseFields(HttpDate date) {
    this.date = date;
  }

  /**
   * Prepares a response head for the client, interim or final. A 101 keeps its upgrade: it must
   * have been accepted before. A final response without {@code Date} gets one (RFC 9110 section
   * 6.6.1).
   *
   * @param exposed the stack that answered when clients may know it, else null
   */
  void prepare(HttpResponse response, @Nullable Stack exposed) {
    HttpHeaders fields = response.headers();
    ConnectionFields.strip(fields, DROPPED::contains);
    if (response.status().code() == 101) {
      fields.set(HttpHeaderNames.CONNECTION, HttpHeaderValues.UPGRADE);
      fields.set(HttpHeaderNames.UPGRADE, HttpHeaderValues.WEBSOCKET);
    }
    boolean isFinal = response.status().codeClass() != HttpStatusClass.INFORMATIONAL;
    if (isFinal && !fields.contains(HttpHeaderNames.DATE)) {
      fields.set(HttpHeaderNames.DATE, date.now());
    }
    if (exposed != null) {
      fields.set(FieldName.X_CANARY_STACK, exposed.label());
    }
  }

  /**
   * Keeps a response out of the caches of delivery networks (RFC 9213): they know one version of a
   * page and would give green's to blue's users. Browsers, which have one user, may keep it.
   */
  static void keepFromNetworks(HttpResponse response) {
    response.headers().set(FieldName.CDN_CACHE_CONTROL, HttpHeaderValues.PRIVATE);
  }
}
