package io.canaryrouter.http;

import org.jspecify.annotations.Nullable;

/** What a request's head must obey (RFC 9112 section 3, RFC 9110 sections 7.2 and 10.1.1). */
final class RequestHead implements WireHead {
  /** The longest registered method has 17 characters. */
  private static final int MAX_METHOD_BYTES = 32;

  private static final long HTTP_1_1 = Octets.word("HTTP/1.1");
  private static final long HTTP_1_0 = Octets.word("HTTP/1.0");
  private static final byte[] ANY_VERSION = Octets.ascii("HTTP/");
  private static final byte[] CONNECT = Octets.ascii("CONNECT");
  private static final byte[] OPTIONS = Octets.ascii("OPTIONS");
  private static final byte[] HTTP = Octets.ascii("http://");
  private static final byte[] HTTPS = Octets.ascii("https://");
  private static final byte[] HOST = Octets.ascii("host");
  private static final byte[] EXPECT = Octets.ascii("expect");
  private static final byte[] CONTINUE = Octets.ascii("100-continue");
  private static final byte[] KEY_1 = Octets.ascii("sec-websocket-key1");
  private static final byte[] KEY_2 = Octets.ascii("sec-websocket-key2");

  private final MessageFraming framing = new MessageFraming();
  private boolean http10;
  private boolean hostSeen;
  private boolean secure;
  private @Nullable Authority targetAuthority;

  @Override
  public void begin() {
    framing.begin();
    http10 = false;
    hostSeen = false;
    targetAuthority = null;
  }

  @Override
  public @Nullable WireFault startLine(byte[] line, int from, int to) {
    int methodEnd = Octets.endOf(Octets.TOKEN, line, from, to);
    if (methodEnd == from || methodEnd == to || line[methodEnd] != Octets.SP) {
      return WireFault.BAD_REQUEST_LINE;
    }
    int target = methodEnd + 1;
    int targetEnd = Octets.endOf(Octets.TARGET, line, target, to);
    if (targetEnd == target || targetEnd == to || line[targetEnd] != Octets.SP) {
      return targetEnd == to ? WireFault.BAD_REQUEST_LINE : WireFault.BAD_TARGET;
    }
    WireFault fault = version(line, targetEnd + 1, to);
    if (fault == null) {
      fault = method(line, from, methodEnd);
    }
    return fault != null ? fault : target(line, from, target, targetEnd);
  }

  private @Nullable WireFault version(byte[] line, int from, int to) {
    if (to - from != Long.BYTES) {
      return WireFault.BAD_VERSION;
    }
    long version = Octets.word(line, from);
    http10 = version == HTTP_1_0;
    if (http10 || version == HTTP_1_1) {
      return null;
    }
    boolean wellFormed =
        Octets.equal(line, from, from + ANY_VERSION.length, ANY_VERSION)
            && Octets.isAll(Octets.DIGIT, line, from + 5, from + 6)
            && line[from + 6] == '.'
            && Octets.isAll(Octets.DIGIT, line, from + 7, to);
    return wellFormed ? WireFault.OTHER_VERSION : WireFault.BAD_VERSION;
  }

  private static @Nullable WireFault method(byte[] line, int from, int to) {
    if (to - from > MAX_METHOD_BYTES) {
      return WireFault.METHOD_UNKNOWN;
    }
    return Octets.equal(line, from, to, CONNECT) ? WireFault.METHOD_CONNECT : null;
  }

  private @Nullable WireFault target(byte[] line, int from, int target, int to) {
    if (line[target] == '/') {
      return null;
    }
    if (line[target] == '*' && to - target == 1) {
      return Octets.equal(line, from, target - 1, OPTIONS) ? null : WireFault.BAD_TARGET;
    }
    secure = Octets.startsIgnoringCase(line, target, to, HTTPS);
    if (!secure && !Octets.startsIgnoringCase(line, target, to, HTTP)) {
      return WireFault.BAD_TARGET;
    }
    int authority = target + (secure ? HTTPS : HTTP).length;
    int authorityEnd = authority;
    while (authorityEnd < to && line[authorityEnd] != '/' && line[authorityEnd] != '?') {
      authorityEnd++;
    }
    targetAuthority = Authority.parse(line, authority, authorityEnd, defaultPort());
    return targetAuthority == null ? WireFault.BAD_TARGET : null;
  }

  private int defaultPort() {
    return secure ? 443 : 80;
  }

  @Override
  public WireFault startLineTooLong(byte[] line, int from, int to) {
    int most = Math.min(to, from + MAX_METHOD_BYTES + 1);
    return Octets.endOf(Octets.TOKEN, line, from, most) == most
        ? WireFault.METHOD_TOO_LONG
        : WireFault.URI_TOO_LONG;
  }

  @Override
  public @Nullable WireFault field(FieldLine field) {
    if (LookAlikes.isOfRequest(field)) {
      return WireFault.LOOK_ALIKE;
    }
    return switch (field.nameLength()) {
      case 4 -> field.isNamed(HOST) ? host(field) : null;
      case 6 -> field.isNamed(EXPECT) ? expect(field) : null;
      // A draft put eight bytes behind such a GET without telling their length; codecs still do.
      case 18 -> field.isNamed(KEY_1) || field.isNamed(KEY_2) ? WireFault.OLD_WEBSOCKET : null;
      default -> framing.field(field);
    };
  }

  private static @Nullable WireFault expect(FieldLine field) {
    return field.hasValue(CONTINUE) ? null : WireFault.BAD_EXPECTATION;
  }

  private @Nullable WireFault host(FieldLine field) {
    if (hostSeen) {
      return WireFault.TWO_HOSTS;
    }
    hostSeen = true;
    byte[] bytes = field.bytes();
    int from = field.valueFrom();
    int to = field.valueTo();
    if (!Authority.isValid(bytes, from, to)) {
      return WireFault.BAD_HOST;
    }
    boolean differs =
        targetAuthority != null
            && !targetAuthority.equals(Authority.parse(bytes, from, to, defaultPort()));
    return differs ? WireFault.OTHER_HOST : null;
  }

  @Override
  public @Nullable WireFault end() {
    if (!hostSeen && !http10) {
      return WireFault.NO_HOST;
    }
    return framing.end(http10);
  }

  @Override
  public long bodyBytes() {
    long bytes = framing.bodyBytes();
    return bytes == MessageFraming.UNTOLD ? 0 : bytes;
  }
}
