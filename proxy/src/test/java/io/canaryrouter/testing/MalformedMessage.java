package io.canaryrouter.testing;

import java.io.IOException;

/** What came on the wire breaks RFC 9112. */
final class MalformedMessage extends IOException {
  MalformedMessage(String message) {
    super(message);
  }
}
