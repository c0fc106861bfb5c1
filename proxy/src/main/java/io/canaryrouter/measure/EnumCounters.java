package io.canaryrouter.measure;

import java.util.concurrent.atomic.AtomicLongArray;

/**
 * A counter for each constant of an enum.
 *
 * <p>Thread safety: one writer; any thread may read. Counting is a plain read and an ordered store,
 * which is enough for one writer and needs no locked instruction.
 */
final class EnumCounters<E extends Enum<E>> {
  private final AtomicLongArray counts;

  EnumCounters(Class<E> type) {
    counts = new AtomicLongArray(type.getEnumConstants().length);
  }

  void increment(E constant) {
    int index = index(constant);
    counts.lazySet(index, counts.getPlain(index) + 1);
  }

  long of(E constant) {
    return counts.get(index(constant));
  }

  /** Back to zero; the writer calls this. */
  void clear() {
    for (int i = 0; i < counts.length(); i++) {
      counts.lazySet(i, 0);
    }
  }

  // Within one process an ordinal is the cheapest index there is, and it never leaves this class.
  @SuppressWarnings("EnumOrdinal")
  private int index(E constant) {
    return constant.ordinal();
  }
}
