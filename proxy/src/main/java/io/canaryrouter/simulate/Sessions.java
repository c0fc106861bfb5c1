package io.canaryrouter.simulate;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The sessions under way, by the second of their next request: a wheel of {@value #SECONDS}
 * seconds.
 *
 * <p>A session is a number; those that have ended are used again, so nothing is allocated once
 * there is room for as many as there are at a time. Confined to one thread.
 */
final class Sessions {
  /** One more than the longest pause. */
  static final int SECONDS = 128;

  private static final int NONE = -1;
  private static final int FIRST_ROOM = 1_024;

  private final int[] heads = new int[SECONDS];
  private final int[] counts = new int[SECONDS];
  private int[] next = new int[0];
  private int[] users = new int[0];
  private int[] left = new int[0];
  private @Nullable Reply[] replies = {};
  private int free = NONE;

  Sessions() {
    Arrays.fill(heads, NONE);
  }

  /** A session of so many requests, none of them planned yet. */
  int begin(int user, int requests) {
    if (free == NONE) {
      grow();
    }
    int session = free;
    free = next[session];
    users[session] = user;
    left[session] = requests;
    replies[session] = null;
    return session;
  }

  /** Plans a session's next request; a pause is shorter than the wheel. */
  void plan(int session, long second) {
    int slot = slot(second);
    next[session] = heads[slot];
    heads[slot] = session;
    counts[slot]++;
  }

  int count(long second) {
    return counts[slot(second)];
  }

  /** Takes what is planned for a second: the first session of a chain, or a negative number. */
  int take(long second) {
    int slot = slot(second);
    int first = heads[slot];
    heads[slot] = NONE;
    counts[slot] = 0;
    return first;
  }

  /** The one after it in the chain; to be asked for before the session is planned anew or ends. */
  int next(int session) {
    return next[session];
  }

  void end(int session) {
    next[session] = free;
    free = session;
  }

  int user(int session) {
    return users[session];
  }

  /** Counts a request, and says whether the session has another one. */
  boolean hasMore(int session) {
    left[session]--;
    return left[session] > 0;
  }

  /** How its last request was answered; null before the first one is. */
  @Nullable Reply last(int session) {
    return replies[session];
  }

  void setLast(int session, Reply reply) {
    replies[session] = reply;
  }

  private void grow() {
    int before = users.length;
    int room = Math.max(FIRST_ROOM, 2 * before);
    next = Arrays.copyOf(next, room);
    users = Arrays.copyOf(users, room);
    left = Arrays.copyOf(left, room);
    replies = Arrays.copyOf(replies, room);
    for (int session = before; session < room; session++) {
      end(session);
    }
  }

  private static int slot(long second) {
    return (int) (second % SECONDS);
  }
}
