package io.canaryrouter.http;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpHeaders;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/**
 * Removes what belongs to one connection only: the hop-by-hop fields and whatever {@code
 * Connection} names (RFC 9110 section 7.6.1).
 *
 * <p>{@code Connection} is written by the sender, so it can also be used to make a proxy drop a
 * field that the receiver relies on. What identifies the user, frames the message or is read or set
 * by the router itself is therefore out of its reach. Framing itself ({@code Transfer-Encoding},
 * {@code Content-Length}) is left alone here.
 */
final class ConnectionFields {
  /** The fields that never travel further, whether {@code Connection} names them or not. */
  static final FieldNames HOP_BY_HOP =
      FieldNames.of(
          "connection",
          "keep-alive",
          "proxy-connection",
          "proxy-authenticate",
          "proxy-authentication-info",
          "proxy-authorization",
          "te",
          "trailer",
          "upgrade",
          "http2-settings");

  private static final FieldNames PROTECTED =
      FieldNames.of(
          "authorization",
          "cookie",
          "set-cookie",
          "host",
          "content-length",
          "transfer-encoding",
          "date",
          "forwarded",
          "via",
          "true-client-ip",
          "rndr-id",
          "x-real-ip",
          "x-request-id",
          "x-request-start",
          "x-forwarded-*",
          "x-canary-*",
          "cf-*");

  private ConnectionFields() {}

  /** Removes what {@code Connection} names and every field whose name is {@code dropped}. */
  static void strip(HttpHeaders fields, Predicate<CharSequence> dropped) {
    List<CharSequence> doomed = new ArrayList<>(4);
    Iterator<? extends CharSequence> lines =
        fields.valueCharSequenceIterator(HttpHeaderNames.CONNECTION);
    while (lines.hasNext()) {
      CharSequence line = lines.next();
      if (!isUsual(line)) {
        FieldList.split(line.toString(), doomed);
      }
    }
    doomed.removeIf(PROTECTED::contains);
    addMatching(fields, dropped, doomed);
    removeAll(fields, doomed);
  }

  /** Removes every field whose name is {@code dropped}. */
  static void drop(HttpHeaders fields, Predicate<CharSequence> dropped) {
    List<CharSequence> doomed = new ArrayList<>(4);
    addMatching(fields, dropped, doomed);
    removeAll(fields, doomed);
  }

  /** Whether the line names no field at all, as nearly every one. */
  private static boolean isUsual(CharSequence line) {
    return HttpHeaderValues.KEEP_ALIVE.contentEqualsIgnoreCase(line)
        || HttpHeaderValues.CLOSE.contentEqualsIgnoreCase(line);
  }

  private static void addMatching(
      HttpHeaders fields, Predicate<CharSequence> dropped, List<CharSequence> doomed) {
    Iterator<Map.Entry<CharSequence, CharSequence>> lines = fields.iteratorCharSequence();
    while (lines.hasNext()) {
      CharSequence name = lines.next().getKey();
      if (dropped.test(name)) {
        doomed.add(name);
      }
    }
  }

  private static void removeAll(HttpHeaders fields, List<CharSequence> doomed) {
    for (CharSequence name : doomed) {
      fields.remove(name);
    }
  }
}
