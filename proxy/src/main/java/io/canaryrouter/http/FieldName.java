package io.canaryrouter.http;

import io.netty.util.AsciiString;

/** Names of fields that the router reads or writes and Netty does not name. */
final class FieldName {
  static final AsciiString CF_CONNECTING_IP = AsciiString.cached("cf-connecting-ip");
  static final AsciiString CDN_CACHE_CONTROL = AsciiString.cached("cdn-cache-control");
  static final AsciiString CF_RAY = AsciiString.cached("cf-ray");
  static final AsciiString FORWARDED = AsciiString.cached("forwarded");
  static final AsciiString PROXY_STATUS = AsciiString.cached("proxy-status");
  static final AsciiString RNDR_ID = AsciiString.cached("rndr-id");
  static final AsciiString TRUE_CLIENT_IP = AsciiString.cached("true-client-ip");
  static final AsciiString X_CANARY_PUBLIC = AsciiString.cached("x-canary-public");
  static final AsciiString X_CANARY_STACK = AsciiString.cached("x-canary-stack");
  static final AsciiString X_CONTENT_TYPE_OPTIONS = AsciiString.cached("x-content-type-options");
  static final AsciiString X_FORWARDED_FOR = AsciiString.cached("x-forwarded-for");
  static final AsciiString X_FORWARDED_HOST = AsciiString.cached("x-forwarded-host");
  static final AsciiString X_FORWARDED_PROTO = AsciiString.cached("x-forwarded-proto");
  static final AsciiString X_RENDER_ROUTING = AsciiString.cached("x-render-routing");
  static final AsciiString X_REQUEST_ID = AsciiString.cached("x-request-id");
  static final AsciiString X_REQUEST_START = AsciiString.cached("x-request-start");

  private FieldName() {}
}
