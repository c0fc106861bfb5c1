package io.canaryrouter.judge;

import io.canaryrouter.split.Stack;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/**
 * Users that one process has seen affected since it last told, and on which stack: what processes
 * exchange so that one of them can judge for all ({@link AffectedShare#add}).
 *
 * <p>Adding is commutative, associative and idempotent: a report that arrives twice or in another
 * order changes nothing. A user seen on both stacks counts as blue's, the safe side. Memory: 256
 * KiB. Not thread-safe.
 */
final class NewlyAffected {
  private final UserSet green = new UserSet();
  private final UserSet blue = new UserSet();

  void record(long userHash, Stack stack) {
    of(stack).add(UserHash.place(userHash));
  }

  /** Adds what another process has seen. */
  void add(NewlyAffected other) {
    other.green.forEach(green::add);
    other.blue.forEach(blue::add);
  }

  void clear() {
    green.clear();
    blue.clear();
  }

  UserSet of(Stack stack) {
    return stack == Stack.GREEN ? green : blue;
  }

  /** As {@link UserSet#writeTo}, twice. */
  void writeTo(DataOutput out) throws IOException {
    green.writeTo(out);
    blue.writeTo(out);
  }

  void readFrom(DataInput in) throws IOException {
    green.readFrom(in);
    blue.readFrom(in);
  }
}
