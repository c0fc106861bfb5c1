package io.canaryrouter.http;

import org.jspecify.annotations.Nullable;

/**
 * One field line, taken apart by the grammar of RFC 9112 section 5 without any of its leniencies:
 * no folding, no blank before the colon. It is a view, filled anew for each line.
 *
 * <p>Thread safety: confined to the connection's event loop.
 */
final class FieldLine {
  private static final byte[] NOTHING = {};

  private byte[] bytes = NOTHING;
  private int from;
  private int colon;
  private int to;
  private boolean odd;

  /** Takes the line apart; the value holds no control characters already. */
  @Nullable WireFault parse(byte[] line, int from, int to) {
    int i = nameEnd(line, from, to);
    if (i == from || i == to || line[i] != ':') {
      return faultAt(line, from, i, to);
    }
    this.bytes = line;
    this.from = from;
    this.colon = i;
    this.to = to;
    return null;
  }

  /**
   * Runs over a name and notes whether it is more than letters and digits joined by one dash each.
   */
  private int nameEnd(byte[] line, int from, int to) {
    int part = from;
    int i = Octets.endOf(Octets.ALPHANUMERIC, line, part, to);
    while (i > part && i < to && line[i] == '-') {
      part = i + 1;
      i = Octets.endOf(Octets.ALPHANUMERIC, line, part, to);
    }
    int end = Octets.endOf(Octets.TOKEN, line, i, to);
    odd = i == part || end > i;
    return end;
  }

  private static WireFault faultAt(byte[] line, int from, int i, int to) {
    if (i == to) {
      return WireFault.NO_COLON;
    }
    boolean blank = Octets.isBlank(line[i]);
    if (i == from) {
      if (line[i] == ':') {
        return WireFault.EMPTY_NAME;
      }
      return blank ? WireFault.FOLDED_FIELD : WireFault.BAD_NAME;
    }
    return blank ? WireFault.BLANK_BEFORE_COLON : WireFault.BAD_NAME;
  }

  int nameLength() {
    return colon - from;
  }

  /** Whether the field has this name, given in lower case. */
  boolean isNamed(byte[] name) {
    return Octets.equalsIgnoringCase(bytes, from, colon, name);
  }

  byte[] bytes() {
    return bytes;
  }

  /** Index of the value's first byte, behind the optional blanks. */
  int valueFrom() {
    int i = colon + 1;
    while (i < to && Octets.isBlank(bytes[i])) {
      i++;
    }
    return i;
  }

  /** Index behind the value's last byte that is not blank. */
  int valueTo() {
    int i = to;
    while (i > colon + 1 && Octets.isBlank(bytes[i - 1])) {
      i--;
    }
    return i;
  }

  /** Whether the value is this one, given in lower case. */
  boolean hasValue(byte[] value) {
    return Octets.equalsIgnoringCase(bytes, valueFrom(), valueTo(), value);
  }

  /**
   * Whether the name is more than letters and digits joined by one dash each, so that somebody may
   * take it for another.
   */
  boolean isOdd() {
    return odd;
  }

  /** The name's letters and digits alone, in lower case. */
  String squeezedName() {
    StringBuilder squeezed = new StringBuilder(nameLength());
    for (int i = from; i < colon; i++) {
      if (Octets.isAll(Octets.ALPHANUMERIC, bytes, i, i + 1)) {
        squeezed.append((char) (bytes[i] | 0x20));
      }
    }
    return squeezed.toString();
  }

  /** Lets go of the line. */
  void release() {
    bytes = NOTHING;
  }
}
