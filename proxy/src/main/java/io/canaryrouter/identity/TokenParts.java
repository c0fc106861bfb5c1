package io.canaryrouter.identity;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * A text of three parts, as a signed token in its compact form is (RFC 7515 section 7.1). Header
 * and signature are written in base64url; the payload shows when it is decoded.
 *
 * @param token the whole text
 * @param first where the header ends
 * @param second where the payload ends
 */
record TokenParts(String token, int first, int second) {
  /** The parts, or null when there are fewer or more than three. */
  static @Nullable TokenParts of(String token) {
    int first = token.indexOf('.');
    int second = token.indexOf('.', first + 1);
    boolean isToken =
        first > 0
            && second > 0
            && Base64Url.isText(token, 0, first)
            && Base64Url.isText(token, second + 1, token.length());
    return isToken ? new TokenParts(token, first, second) : null;
  }

  @Nullable JoseHeader header() {
    return JoseHeader.read(token, first);
  }

  /** What the signature is over: header and payload as they were sent. */
  byte[] signed() {
    return token.substring(0, second).getBytes(StandardCharsets.ISO_8859_1);
  }

  byte @Nullable [] signature() {
    return Base64Url.decode(token, second + 1, token.length());
  }
}
