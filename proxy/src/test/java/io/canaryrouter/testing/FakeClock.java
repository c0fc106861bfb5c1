package io.canaryrouter.testing;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/**
 * A nanosecond clock that stands still until a test advances it.
 *
 * <p>It begins at an odd, large value, as {@code System.nanoTime()} may: only differences mean
 * something. Thread safety: any thread.
 */
public final class FakeClock implements LongSupplier {
  private final AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - 7_000_000_001L);

  @Override
  public long getAsLong() {
    return nanos.get();
  }

  public FakeClock advance(Duration by) {
    nanos.addAndGet(by.toNanos());
    return this;
  }

  public FakeClock advanceMillis(long millis) {
    return advance(Duration.ofMillis(millis));
  }

  public FakeClock advanceSeconds(long seconds) {
    return advance(Duration.ofSeconds(seconds));
  }
}
