package io.canaryrouter.http;

import io.netty.handler.codec.http.HttpHeaders;
import io.netty.util.AsciiString;

/**
 * Which trailers may pass, in either direction.
 *
 * <p>A receiver may merge trailers into the head, so nothing that frames, routes, authenticates or
 * controls a message may come this late (RFC 9110 section 6.5.1); the head has been checked and
 * acted upon already.
 */
final class TrailerFields {
  private static final FieldNames ONLY_IN_HEADS =
      FieldNames.of(
          // Framing and content.
          "content-encoding",
          "content-length",
          "content-location",
          "content-range",
          "content-type",
          "content-disposition",
          "transfer-encoding",
          // Routing and origin.
          "cdn-loop",
          "cf-*",
          "client-ip",
          "forwarded",
          "front-end-https",
          "host",
          "max-forwards",
          "origin",
          "proxy",
          "referer",
          "rndr-id",
          "true-client-ip",
          "via",
          "x-canary-*",
          "x-client-ip",
          "x-cluster-client-ip",
          "x-forwarded",
          "x-forwarded-*",
          "x-http-method-override",
          "x-original-*",
          "x-real-ip",
          "x-request-id",
          "x-request-start",
          "x-rewrite-*",
          // Authentication.
          "authorization",
          "authentication-info",
          "cookie",
          "proxy-*",
          "sec-*",
          "set-cookie",
          "set-cookie2",
          "www-authenticate",
          "x-csrf-token",
          // Control.
          "accept*",
          "access-control-*",
          "age",
          "cache-control",
          "date",
          "expect",
          "expires",
          "if-*",
          "location",
          "pragma",
          "range",
          "retry-after",
          "strict-transport-security",
          "vary",
          "warning");

  private TrailerFields() {}

  /** Removes what must not come in trailers. */
  static void clean(HttpHeaders trailers) {
    // Netty shares one unchangeable empty instance among messages without trailers.
    if (!trailers.isEmpty()) {
      ConnectionFields.drop(trailers, TrailerFields::isDropped);
    }
  }

  private static boolean isDropped(CharSequence name) {
    return ConnectionFields.HOP_BY_HOP.contains(name)
        || ONLY_IN_HEADS.contains(name)
        || AsciiString.indexOf(name, '_', 0) >= 0;
  }
}
