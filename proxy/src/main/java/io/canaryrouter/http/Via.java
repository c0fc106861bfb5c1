package io.canaryrouter.http;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.util.AsciiString;
import java.util.Iterator;

/**
 * The router's mark in {@code Via} (RFC 9110 section 7.6.3), and how it knows its own mark again.
 *
 * <p>Every router is called {@code canary}; a comment with an id of the process tells a loop from a
 * second router on the way. Immutable.
 */
final class Via {
  private final AsciiString http10;
  private final AsciiString http11;
  private final AsciiString mark;

  /** The mark of a process with this id, a few letters and digits. */
  Via(String instanceId) {
    this.mark = AsciiString.of("canary (" + instanceId + ")");
    this.http10 = AsciiString.of("1.0 " + mark);
    this.http11 = AsciiString.of("1.1 " + mark);
  }

  /** Whether the request has passed this process before. */
  boolean isLoop(HttpHeaders fields) {
    Iterator<? extends CharSequence> lines = fields.valueCharSequenceIterator(HttpHeaderNames.VIA);
    while (lines.hasNext()) {
      if (AsciiString.contains(lines.next(), mark)) {
        return true;
      }
    }
    return false;
  }

  /** Adds the mark; the version is the one in which the message was received. */
  void append(HttpHeaders fields, HttpVersion received) {
    fields.add(HttpHeaderNames.VIA, received.minorVersion() == 0 ? http10 : http11);
  }
}
