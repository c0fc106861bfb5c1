package io.canaryrouter.measure;

import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLongArray;

/**
 * A counter for each constant of an enum.
 *
 * <p>Thread safety: one writer; any thread may read. Counting is a plain read and an ordered store,
 * which is enough for one writer and needs no locked instruction.
 */
final class EnumCounters<E extends Enum<E>> {
  private final Class<E> type;
  private final AtomicLongArray counts;

  EnumCounters(Class<E> type) {
    this.type = type;
    counts = new AtomicLongArray(type.getEnumConstants().length);
  }

  void increment(E constant) {
    add(index(constant), 1);
  }

  /** Adds so many of one constant. */
  void add(E constant, long count) {
    add(index(constant), count);
  }

  /** Adds what another holds. */
  void add(EnumCounters<E> other) {
    for (int i = 0; i < counts.length(); i++) {
      add(i, other.counts.get(i));
    }
  }

  long of(E constant) {
    return counts.get(index(constant));
  }

  /** A copy. */
  Map<E, Long> toMap() {
    Map<E, Long> copy = new EnumMap<>(type);
    for (E constant : type.getEnumConstants()) {
      copy.put(constant, of(constant));
    }
    return copy;
  }

  private void add(int index, long count) {
    counts.lazySet(index, counts.getPlain(index) + count);
  }

  // Within one process an ordinal is the cheapest index there is, and it never leaves this class.
  @SuppressWarnings("EnumOrdinal")
  private int index(E constant) {
    return constant.ordinal();
  }
}
