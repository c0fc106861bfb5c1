package io.canaryrouter.http;

import io.netty.handler.codec.http.DefaultHttpHeadersFactory;
import io.netty.handler.codec.http.DefaultHttpRequest;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpVersion;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.List;

/** Requests, peers and clocks for the tests of fields. */
final class RequestFixture {
  static final long NOW_MILLIS = 1_760_000_000_123L;
  static final List<Cidr> TRUSTED = List.of(Cidr.parse("10.0.0.0/8"), Cidr.parse("fd00::/8"));

  private RequestFixture() {}

  /** A GET with these fields, name and value in turn; nothing is validated. */
  static HttpRequest get(String... namesAndValues) {
    HttpRequest request =
        new DefaultHttpRequest(
            HttpVersion.HTTP_1_1,
            HttpMethod.GET,
            "/orders?page=2",
            DefaultHttpHeadersFactory.headersFactory().withValidation(false));
    for (int i = 0; i < namesAndValues.length; i += 2) {
      request.headers().add(namesAndValues[i], namesAndValues[i + 1]);
    }
    return request;
  }

  static Peer peer(String address) {
    try {
      return Peer.of(new InetSocketAddress(InetAddress.getByName(address), 40_000), TRUSTED);
    } catch (UnknownHostException e) {
      throw new IllegalArgumentException("an address literal needs no resolver", e);
    }
  }

  static ForwardingFields forwarding() {
    return new ForwardingFields(() -> NOW_MILLIS, () -> 0x1234_5678_9abc_def0L);
  }

  /** Prepares as the data plane does: who asked is read first. */
  static HttpRequest prepared(String peer, HttpRequest request) {
    forwarding().prepare(request, peer(peer).originOf(request.headers()), false);
    return request;
  }
}
