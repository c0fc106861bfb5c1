package io.canaryrouter.http;

import io.canaryrouter.split.Stack;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;

/**
 * What one stack needs to see differently from the other.
 *
 * <p>A stack behind a public edge (https, Host rewritten) gets its own authority as Host, and none
 * of what makes such an edge refuse a request as a loop or a forgery: Cloudflare's own fields, and
 * an {@code X-Forwarded-For} beyond 100 characters. It gets the client alone there, the chain in
 * {@code Forwarded}, the client's Host in {@code X-Forwarded-Host}.
 *
 * <p>Thread safety: immutable, shared by all event loops.
 */
final class StackFields {
  private static final FieldNames REFUSED_BY_EDGES =
      FieldNames.of("cf-*", "cdn-loop", "true-client-ip");

  private final String label;
  private final String authority;
  private final boolean keepHost;
  private final boolean publicEdge;

  StackFields(Stack stack, StackSettings settings) {
    this.label = stack.label();
    this.authority = settings.address().authority();
    this.keepHost = settings.keepHost();
    this.publicEdge = settings.address().tls() && !settings.keepHost();
  }

  /**
   * The fields as this stack gets them. The prepared ones stay fit for the other stack, which may
   * be asked later: they are copied when more than the stack's name must change.
   */
  HttpHeaders apply(HttpHeaders prepared, ClientOrigin origin) {
    HttpHeaders fields = prepared;
    if (!keepHost || !prepared.contains(HttpHeaderNames.HOST)) {
      fields = prepared.copy();
      fields.set(HttpHeaderNames.HOST, authority);
    }
    if (publicEdge) {
      shorten(fields, origin);
    }
    return fields.set(FieldName.X_CANARY_STACK, label);
  }

  private static void shorten(HttpHeaders fields, ClientOrigin origin) {
    ConnectionFields.drop(fields, REFUSED_BY_EDGES::contains);
    if (!fields.contains(FieldName.FORWARDED)) {
      fields.set(
          FieldName.FORWARDED,
          Forwarded.chain(FieldList.elements(fields, FieldName.X_FORWARDED_FOR)));
    }
    fields.set(FieldName.X_FORWARDED_FOR, origin.address());
  }
}
