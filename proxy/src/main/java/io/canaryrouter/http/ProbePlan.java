package io.canaryrouter.http;

import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.DefaultFullHttpRequest;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpVersion;
import org.jspecify.annotations.Nullable;

/**
 * What all probes of a stack have in common.
 *
 * @param transport carries them
 * @param address the stack's own, for Host
 * @param health what is asked, and how long an answer may take
 * @param tls null for plain http
 * @param builds reads each answer
 */
record ProbePlan(
    Transport transport,
    UpstreamAddress address,
    HealthSettings health,
    @Nullable UpstreamTls tls,
    BuildWatch builds) {

  /**
   * The request. It says https, because an application that enforces it would redirect a plain
   * probe, and ends its connection, because an idle one may hold one of a stack's few threads.
   */
  FullHttpRequest request(String path) {
    FullHttpRequest request =
        new DefaultFullHttpRequest(
            HttpVersion.HTTP_1_1, HttpMethod.GET, path, Unpooled.EMPTY_BUFFER);
    String host = health.host();
    request
        .headers()
        .set(HttpHeaderNames.HOST, host == null ? address.authority() : host)
        .set(HttpHeaderNames.USER_AGENT, "canary-router-probe")
        .set(HttpHeaderNames.ACCEPT, "*/*")
        .set("x-forwarded-proto", "https")
        .set(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE);
    return request;
  }
}
