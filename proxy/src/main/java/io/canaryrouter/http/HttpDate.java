package io.canaryrouter.http;

import io.netty.util.AsciiString;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.function.LongSupplier;

/**
 * The present second as {@code Date} writes it (RFC 9110 section 5.6.7).
 *
 * <p>Thread safety: one immutable stamp behind a volatile; two threads that find it old both write
 * the same one.
 */
final class HttpDate {
  private static final DateTimeFormatter IMF_FIXDATE =
      DateTimeFormatter.ofPattern("EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.ENGLISH)
          .withZone(ZoneOffset.UTC);

  private final LongSupplier epochMillisClock;
  private volatile Stamp stamp = Stamp.of(0);

  private record Stamp(long second, AsciiString text) {
    static Stamp of(long second) {
      return new Stamp(second, AsciiString.of(IMF_FIXDATE.format(Instant.ofEpochSecond(second))));
    }
  }

  HttpDate(LongSupplier epochMillisClock) {
    this.epochMillisClock = epochMillisClock;
  }

  AsciiString now() {
    long second = Math.floorDiv(epochMillisClock.getAsLong(), 1_000);
    Stamp current = stamp;
    if (current.second != second) {
      current = Stamp.of(second);
      stamp = current;
    }
    return current.text;
  }
}
