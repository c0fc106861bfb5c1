package io.canaryrouter.http;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.util.AsciiString;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * What the router removes from, keeps of and adds to a request before it goes to a stack, whichever
 * stack that is; {@link StackFields} does the rest.
 *
 * <p>A trusted peer's forwarding fields are kept and appended to. Anyone else's are removed and
 * begun anew, together with every other field by which a client could claim an address, a host, a
 * path or a scheme. Names with an underscore are removed from everyone, because CGI and Rack read
 * {@code X_Forwarded_For} as {@code X-Forwarded-For}.
 *
 * <p>Thread safety: immutable, shared by all event loops. Cost: one pass over the fields, which are
 * changed in place.
 */
final class ForwardingFields {
  /** Removed from everyone: Client-IP makes Rails refuse the request, Proxy is httpoxy. */
  private static final FieldNames NEVER_FORWARDED =
      ConnectionFields.HOP_BY_HOP.and(FieldNames.of("client-ip", "expect", "proxy", "x-canary-*"));

  private static final FieldNames FORWARDED_FROM_TRUSTED_ONLY =
      FieldNames.of(
          "cf-*",
          "fastly-client-ip",
          "forwarded",
          "front-end-https",
          "rndr-id",
          "true-client-ip",
          "x-accel-mapping",
          "x-client-ip",
          "x-cluster-client-ip",
          "x-forwarded",
          "x-forwarded-*",
          "x-host",
          "x-original-*",
          "x-real-ip",
          "x-request-start",
          "x-rewrite-*",
          "x-sendfile-type",
          "x-url-scheme");

  private static final FieldNames NOT_FORWARDED_FROM_STRANGERS =
      NEVER_FORWARDED.and(FORWARDED_FROM_TRUSTED_ONLY);

  private final LongSupplier epochMillisClock;
  private final RequestIds requestIds;
  private final Via via;

  /**
   * The fields of one process.
   *
   * @param epochMillisClock wall clock
   * @param randomBits 64 new bits a call, from any thread; they need not be secret
   */
  ForwardingFields(LongSupplier epochMillisClock, LongSupplier randomBits) {
    this.epochMillisClock = epochMillisClock;
    this.requestIds = new RequestIds(epochMillisClock, randomBits);
    this.via = new Via(Integer.toHexString((int) randomBits.getAsLong() | Integer.MIN_VALUE));
  }

  /** Makes the ids of requests, also of those that have no usable head. */
  RequestIds requestIds() {
    return requestIds;
  }

  /**
   * Prepares a request once, for whichever stacks it is sent to. What the router itself reads of it
   * ({@code Upgrade}, {@code Expect}, {@code X-Canary-Override}) must have been read before. {@code
   * X-Request-Id} is set in every case. Framing fields are not touched.
   *
   * @param isWebSocket whether this is an upgrade that the router accepts: the only case in which
   *     {@code Upgrade} goes on
   * @return why the request must not be forwarded, or null
   */
  @Nullable Failure prepare(HttpRequest request, ClientOrigin origin, boolean isWebSocket) {
    HttpHeaders fields = request.headers();
    String authority = Target.authority(request.uri());
    if (authority != null && !fields.contains(HttpHeaderNames.HOST)) {
      fields.set(HttpHeaderNames.HOST, authority);
    }
    fields.set(FieldName.X_REQUEST_ID, requestIds.of(fields, origin.trusted()));
    if (via.isLoop(fields)) {
      return Failure.LOOP_DETECTED;
    }
    if (!MaxForwards.takeHop(request)) {
      return Failure.METHOD_NOT_ALLOWED;
    }
    if (origin.trusted()) {
      ConnectionFields.strip(fields, ForwardingFields::isNeverForwarded);
    } else {
      ConnectionFields.strip(fields, ForwardingFields::isNotForwardedFromStrangers);
    }
    addForwarding(fields, origin);
    via.append(fields, request.protocolVersion());
    if (isWebSocket) {
      fields.set(HttpHeaderNames.CONNECTION, HttpHeaderValues.UPGRADE);
      fields.set(HttpHeaderNames.UPGRADE, HttpHeaderValues.WEBSOCKET);
    }
    return null;
  }

  private void addForwarding(HttpHeaders fields, ClientOrigin origin) {
    String chain = FieldList.joined(fields, FieldName.X_FORWARDED_FOR);
    String peer = origin.peerAddress();
    fields.set(FieldName.X_FORWARDED_FOR, chain.isEmpty() ? peer : chain + ", " + peer);
    fields.set(FieldName.X_FORWARDED_PROTO, origin.scheme());
    CharSequence host = fields.get(HttpHeaderNames.HOST);
    if (host != null && !fields.contains(FieldName.X_FORWARDED_HOST)) {
      fields.set(FieldName.X_FORWARDED_HOST, host);
    }
    String forwarded = FieldList.joined(fields, FieldName.FORWARDED);
    if (!forwarded.isEmpty()) {
      fields.set(FieldName.FORWARDED, forwarded + ", " + Forwarded.hop(peer));
    }
    if (!fields.contains(FieldName.X_REQUEST_START)) {
      fields.set(FieldName.X_REQUEST_START, "t=" + epochMillisClock.getAsLong());
    }
  }

  private static boolean isNeverForwarded(CharSequence name) {
    return NEVER_FORWARDED.contains(name) || AsciiString.indexOf(name, '_', 0) >= 0;
  }

  private static boolean isNotForwardedFromStrangers(CharSequence name) {
    return NOT_FORWARDED_FROM_STRANGERS.contains(name) || AsciiString.indexOf(name, '_', 0) >= 0;
  }
}
