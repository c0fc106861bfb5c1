package io.canaryrouter.judge;

import io.canaryrouter.split.Stack;

/**
 * Requests of both stacks, all told and for the last quarter of an hour: counted once for all
 * criteria that go by the same requests. Owned by the control thread. Memory: 7 KiB.
 */
final class RequestCounts {
  private final SlidingSum lateGreen = new SlidingSum(0);
  private final SlidingSum lateBlue = new SlidingSum(0);
  private long green;
  private long blue;

  /** Takes a request that ended in this second. */
  void record(Stack stack, long second) {
    record(stack);
    recordLate(stack, second);
  }

  /** Takes one of which no window of time is asked for. */
  void record(Stack stack) {
    green += stack == Stack.GREEN ? 1 : 0;
    blue += stack == Stack.BLUE ? 1 : 0;
  }

  /** Takes one that counts for windows of time alone. */
  void recordLate(Stack stack, long second) {
    late(stack).add(second);
  }

  /** All of a stack, since ever. */
  long of(Stack stack) {
    return stack == Stack.GREEN ? green : blue;
  }

  /** Those of a stack in the last quarter of an hour. */
  SlidingSum late(Stack stack) {
    return stack == Stack.GREEN ? lateGreen : lateBlue;
  }
}
