package io.canaryrouter.http;

import org.jspecify.annotations.Nullable;

/** What a response's head must obey (RFC 9112 sections 4 and 6.3). */
final class ResponseHead implements WireHead {
  private static final long HTTP_1_1 = Octets.word("HTTP/1.1");
  private static final long HTTP_1_0 = Octets.word("HTTP/1.0");
  private static final byte[] ACCEPT = Octets.ascii("sec-websocket-accept");
  private static final int STATUS_END = 12;

  private final MessageFraming framing = new MessageFraming();
  private boolean answeringHead;
  private boolean http10;
  private boolean acceptSeen;
  private int status;

  /** Whether the next final response answers a HEAD; its body is then only described. */
  void answering(boolean headRequest) {
    answeringHead = headRequest;
  }

  int status() {
    return status;
  }

  @Override
  public void begin() {
    framing.begin();
    acceptSeen = false;
    if (status >= 200) {
      answeringHead = false;
    }
    status = 0;
  }

  /** A missing reason is accepted with its space and without: many servers forget the space. */
  @Override
  public @Nullable WireFault startLine(byte[] line, int from, int to) {
    int end = from + STATUS_END;
    if (to < end
        || !version(line, from)
        || line[from + 8] != Octets.SP
        || !Octets.isAll(Octets.DIGIT, line, from + 9, end)
        || (end < to && line[end] != Octets.SP)
        || line[from + 9] < '1'
        || line[from + 9] > '5') {
      return WireFault.BAD_STATUS_LINE;
    }
    status = (line[from + 9] - '0') * 100 + (line[from + 10] - '0') * 10 + line[from + 11] - '0';
    return null;
  }

  private boolean version(byte[] line, int from) {
    long version = Octets.word(line, from);
    http10 = version == HTTP_1_0;
    return http10 || version == HTTP_1_1;
  }

  @Override
  public WireFault startLineTooLong(byte[] line, int from, int to) {
    return WireFault.STATUS_LINE_TOO_LONG;
  }

  @Override
  public @Nullable WireFault field(FieldLine field) {
    if (LookAlikes.isOfFraming(field)) {
      return WireFault.LOOK_ALIKE;
    }
    if (field.nameLength() == ACCEPT.length && field.isNamed(ACCEPT)) {
      acceptSeen = true;
      return null;
    }
    return framing.field(field);
  }

  @Override
  public @Nullable WireFault end() {
    // Codecs expect a body behind the 101 of a WebSocket draft; only the standard's is let through.
    return status == 101 && !acceptSeen ? WireFault.BAD_SWITCH : framing.end(http10);
  }

  @Override
  public long bodyBytes() {
    boolean bodiless = status < 200 || status == 204 || status == 304 || answeringHead;
    return bodiless ? 0 : framing.bodyBytes();
  }
}
