package io.canaryrouter.http;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A client's valid request for a WebSocket (RFC 6455 section 4.2.1), and the measure of the answer.
 *
 * <p>A request that asks for an upgrade and is none of these is forwarded without the upgrade, as
 * RFC 9110 section 7.8 allows; so h2c never reaches a stack, and a wrong version or key gets the
 * stack's own answer. Immutable.
 *
 * @param key the client's {@code Sec-WebSocket-Key}
 * @param protocols the subprotocols it offers
 * @param extensions the names of the extensions it offers
 */
record WebSocketHandshake(String key, Set<String> protocols, Set<String> extensions) {
  private static final String VERSION = "13";
  private static final int KEY_BYTES = 16;
  private static final int KEY_LENGTH = 24;
  private static final String ACCEPT_SUFFIX = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";

  /** The handshake in a request, or null when the request is to be forwarded without an upgrade. */
  static @Nullable WebSocketHandshake of(HttpRequest request) {
    HttpHeaders fields = request.headers();
    if (!fields.contains(HttpHeaderNames.UPGRADE)
        || !request.method().equals(HttpMethod.GET)
        || !request.protocolVersion().equals(HttpVersion.HTTP_1_1)
        || !namesWebSocketAlone(fields)
        || hasContent(fields)
        || !VERSION.equals(single(fields, HttpHeaderNames.SEC_WEBSOCKET_VERSION))) {
      return null;
    }
    @Nullable String key = single(fields, HttpHeaderNames.SEC_WEBSOCKET_KEY);
    return key == null || !isKey(key)
        ? null
        : new WebSocketHandshake(key, protocols(fields), extensionNames(fields));
  }

  /**
   * Whether a 101 answers this handshake: it switches to WebSocket, proves that it read the key,
   * and chooses no subprotocol nor extension that was not offered (RFC 6455 section 4.1). A 101
   * that does not is an {@link Failure#UPGRADE_FAILED}.
   */
  boolean isAcceptedBy(HttpResponse response) {
    HttpHeaders fields = response.headers();
    return response.status().code() == HttpResponseStatus.SWITCHING_PROTOCOLS.code()
        && response.protocolVersion().equals(HttpVersion.HTTP_1_1)
        && namesWebSocketAlone(fields)
        && !hasContent(fields)
        && accept().equals(single(fields, HttpHeaderNames.SEC_WEBSOCKET_ACCEPT))
        && isOffered(fields)
        && extensions.containsAll(extensionNames(fields));
  }

  private String accept() {
    try {
      byte[] text = (key + ACCEPT_SUFFIX).getBytes(StandardCharsets.US_ASCII);
      return Base64.getEncoder().encodeToString(MessageDigest.getInstance("SHA-1").digest(text));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-1", e);
    }
  }

  private boolean isOffered(HttpHeaders response) {
    List<String> chosen = response.getAll(HttpHeaderNames.SEC_WEBSOCKET_PROTOCOL);
    return chosen.isEmpty() || (chosen.size() == 1 && protocols.contains(chosen.get(0)));
  }

  private static boolean namesWebSocketAlone(HttpHeaders fields) {
    List<CharSequence> offered = FieldList.elements(fields, HttpHeaderNames.UPGRADE);
    return !offered.isEmpty()
        && offered.stream().allMatch(HttpHeaderValues.WEBSOCKET::contentEqualsIgnoreCase)
        && fields.containsValue(HttpHeaderNames.CONNECTION, HttpHeaderValues.UPGRADE, true);
  }

  private static boolean hasContent(HttpHeaders fields) {
    return fields.contains(HttpHeaderNames.TRANSFER_ENCODING)
        || (fields.contains(HttpHeaderNames.CONTENT_LENGTH)
            && !"0".equals(single(fields, HttpHeaderNames.CONTENT_LENGTH)));
  }

  private static boolean isKey(String key) {
    try {
      return key.length() == KEY_LENGTH && Base64.getDecoder().decode(key).length == KEY_BYTES;
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  private static @Nullable String single(HttpHeaders fields, CharSequence name) {
    List<String> values = fields.getAll(name);
    return values.size() == 1 ? values.get(0) : null;
  }

  private static Set<String> protocols(HttpHeaders fields) {
    return FieldList.elements(fields, HttpHeaderNames.SEC_WEBSOCKET_PROTOCOL).stream()
        .map(CharSequence::toString)
        .collect(Collectors.toSet());
  }

  private static Set<String> extensionNames(HttpHeaders fields) {
    return FieldList.elements(fields, HttpHeaderNames.SEC_WEBSOCKET_EXTENSIONS).stream()
        .map(extension -> extension.toString().split(";", 2)[0].trim())
        .collect(Collectors.toSet());
  }
}
