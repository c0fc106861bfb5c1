package io.canaryrouter.identity;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A JSON object in UTF-8 in base64url, as the parts of a token are. Stateless; throws nothing. */
final class EncodedJson {
  private EncodedJson() {}

  /** A scanner for members of what {@code text[from, to)} stands for, or null for no UTF-8. */
  static @Nullable ClaimScanner decode(String text, int from, int to, List<String> members) {
    byte[] octets = Base64Url.decode(text, from, to);
    if (octets == null) {
      return null;
    }
    CharBuffer json = CharBuffer.allocate(octets.length);
    // Asked this way, the decoder reports malformed UTF-8 as a result and not as an exception.
    boolean isMalformed =
        StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(octets), json, true).isError();
    return isMalformed ? null : new ClaimScanner(json.array(), json.position(), members);
  }
}
