package io.canaryrouter.measure;

import io.canaryrouter.split.Stack;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.Consumer;

/**
 * The bounded ring that carries samples from the event loops to the control thread, in the order
 * they ended, nearly.
 *
 * <p>Thread safety: any number of producers, one consumer; lock-free. A producer never waits: when
 * the ring is full the sample is dropped and counted as lost. Memory: one reference a slot, and the
 * samples that wait.
 */
public final class SampleRing {
  private final AtomicReferenceArray<Sample> slots;
  private final int mask;

  /** Next slot to claim; producers compete for it. */
  private final AtomicLong tail = new AtomicLong();

  /** Next slot to drain; written by the consumer only, after the slot has been emptied. */
  private final AtomicLong head = new AtomicLong();

  private final AtomicLong lost = new AtomicLong();

  /** Called when something has come that the consumer should see before its next look. */
  private volatile Runnable urgently = () -> {};

  /** A ring of so many slots, a power of two. */
  public SampleRing(int capacity) {
    if (Integer.bitCount(capacity) != 1) {
      throw new IllegalArgumentException("a ring's capacity is a power of two, not " + capacity);
    }
    this.slots = new AtomicReferenceArray<>(capacity);
    this.mask = capacity - 1;
  }

  /** Adds a sample, or drops and counts it when the ring is full. */
  public void offer(Sample sample) {
    long claimed;
    do {
      claimed = tail.get();
      if (claimed - head.get() > mask) {
        lost.incrementAndGet();
        return;
      }
    } while (!tail.compareAndSet(claimed, claimed + 1));
    slots.setRelease((int) claimed & mask, sample);
    if (isUrgent(sample)) {
      urgently.run();
    }
  }

  /** Each failure of green is one more user hurt until somebody decides. */
  private static boolean isUrgent(Sample sample) {
    return sample.stack() == Stack.GREEN
        && sample.outcome().fault() == Fault.STACK
        && sample.judged();
  }

  /**
   * Has the consumer called as soon as green has failed a request.
   *
   * @param consumer called by producers, at any rate; must neither block nor throw
   */
  public void callUrgently(Runnable consumer) {
    urgently = consumer;
  }

  /**
   * Hands out what has arrived, at most one ringful, so that a flood cannot hold the consumer
   * forever. Only the consumer calls this.
   */
  public void drain(Consumer<Sample> consumer) {
    long first = head.get();
    for (long next = first; next - first <= mask; next++) {
      int slot = (int) next & mask;
      Sample sample = slots.getAcquire(slot);
      if (sample == null) {
        // Empty, or claimed by a producer that has not written yet: the next drain will see it.
        return;
      }
      slots.setRelease(slot, null);
      head.lazySet(next + 1);
      consumer.accept(sample);
    }
  }

  /** How many samples have been dropped since the start. */
  public long lost() {
    return lost.get();
  }
}
