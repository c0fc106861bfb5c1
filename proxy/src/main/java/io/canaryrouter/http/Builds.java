package io.canaryrouter.http;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Which builds of its application a stack has named lately, and which of them it is now: a state
 * machine in one immutable value, without a clock.
 *
 * <p>While a stack is deployed, both builds answer in turn; so a build is new only when it has not
 * been seen for {@link #REMEMBERED_NANOS}, and the one before is still known meanwhile. When the
 * newest one is gone for as long and an older one still answers, that one is new again. Every time
 * is a monotonic time in nanoseconds that the caller passes in. Bounded: {@value #MOST} texts of at
 * most {@value #MAX_LENGTH} characters.
 *
 * @param seen the builds seen lately, the latest last
 * @param current the build that it is now, or an empty text as long as it has named none
 * @param renewals how often another one has taken its place
 * @param isCrowded whether a text was passed over because too many others had been seen: no version
 *     changes so often
 */
record Builds(List<Seen> seen, String current, long renewals, boolean isCrowded) {
  /** A stack that has named none yet. */
  static final Builds NONE = new Builds(List.of(), "", 0, false);

  /** A build that has been silent for so long is forgotten. */
  static final long REMEMBERED_NANOS = TimeUnit.MINUTES.toNanos(5);

  static final int MOST = 4;
  static final int MAX_LENGTH = 64;

  /** It is noted once a second only, not for each answer. */
  private static final long NOTED_NANOS = TimeUnit.SECONDS.toNanos(1);

  /** A build and when it was named last. */
  record Seen(String build, long atNanos) {
    boolean isRecent(long nowNanos) {
      return nowNanos - atNanos < REMEMBERED_NANOS;
    }
  }

  /**
   * What a field says of a build: its end when it is too long, for there versions differ; null when
   * it says nothing, or what is no visible ASCII.
   */
  static @Nullable String read(@Nullable String field) {
    if (field == null || field.isEmpty()) {
      return null;
    }
    String build =
        field.length() <= MAX_LENGTH ? field : field.substring(field.length() - MAX_LENGTH);
    for (int i = 0; i < build.length(); i++) {
      if (build.charAt(i) < ' ' || build.charAt(i) > '~') {
        return null;
      }
    }
    return build;
  }

  /** The stack has named this build; the same object when there is nothing to note. */
  Builds named(String build, long nowNanos) {
    Seen known = find(build);
    if (known != null && nowNanos - known.atNanos() < NOTED_NANOS) {
      return this;
    }
    boolean isNew =
        !build.equals(current)
            && (known == null || !known.isRecent(nowNanos) || isGone(current, nowNanos));
    List<Seen> kept = recentBeside(build, nowNanos);
    boolean isOneTooMany = kept.size() == MOST;
    if (isOneTooMany) {
      makeRoom(kept, nowNanos);
    }
    kept.add(new Seen(build, nowNanos));
    if (!isNew || isOneTooMany) {
      return new Builds(List.copyOf(kept), current, renewals, isCrowded || isOneTooMany);
    }
    long renewed = current.isEmpty() ? renewals : renewals + 1;
    return new Builds(List.copyOf(kept), build, renewed, false);
  }

  private List<Seen> recentBeside(String build, long nowNanos) {
    List<Seen> recent = new ArrayList<>(MOST);
    for (Seen each : seen) {
      if (each.isRecent(nowNanos) && !each.build().equals(build)) {
        recent.add(each);
      }
    }
    return recent;
  }

  /** Forgets the oldest but the current one, which stays the current one among so many. */
  private void makeRoom(List<Seen> kept, long nowNanos) {
    boolean holdsCurrent = kept.removeIf(each -> each.build().equals(current));
    kept.remove(0);
    if (holdsCurrent) {
      kept.add(new Seen(current, nowNanos));
    }
  }

  private boolean isGone(String build, long nowNanos) {
    Seen last = find(build);
    return last == null || !last.isRecent(nowNanos);
  }

  private @Nullable Seen find(String build) {
    for (Seen each : seen) {
      if (each.build().equals(build)) {
        return each;
      }
    }
    return null;
  }
}
