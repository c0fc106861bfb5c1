package io.canaryrouter.measure;

import org.jspecify.annotations.Nullable;

/**
 * The tallies of the latest spans of one length, the current one included.
 *
 * <p>Confined to one thread. Memory: one {@link Tally} for each span in which anything ended.
 */
final class TallyRing {
  private final long spanNanos;
  private final @Nullable Tally[] spans;
  private final long startNanos;
  private long newest;

  /** Begins empty at a time; so many spans of this length are kept. */
  TallyRing(int size, long spanNanos, long nowNanos) {
    this.spanNanos = spanNanos;
    this.spans = new Tally[size];
    this.startNanos = nowNanos;
  }

  /** Counts a request in the span in which it ended; one that ended too long ago is left out. */
  void record(Sample sample) {
    long span = span(sample.endNanos());
    moveTo(span);
    if (newest - span >= spans.length) {
      return;
    }
    Tally tally = spans[place(span)];
    if (tally == null) {
      tally = new Tally();
      spans[place(span)] = tally;
    }
    tally.record(sample);
  }

  /** Adds the latest spans, so many with the current one, to a sum. */
  void addTo(Tally sum, int count, long nowNanos) {
    moveTo(span(nowNanos));
    for (long span = newest - count + 1; span <= newest; span++) {
      Tally tally = spans[place(span)];
      if (tally != null) {
        sum.add(tally);
      }
    }
  }

  private void moveTo(long span) {
    if (span - newest >= spans.length) {
      newest = span - spans.length;
    }
    while (newest < span) {
      newest++;
      spans[place(newest)] = null;
    }
  }

  /** Counted from the start, as monotonic times mean nothing by themselves. */
  private long span(long nanos) {
    return Math.floorDiv(nanos - startNanos, spanNanos);
  }

  private int place(long span) {
    return (int) Math.floorMod(span, (long) spans.length);
  }
}
