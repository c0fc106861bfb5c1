package io.canaryrouter.http;

import io.canaryrouter.split.Stack;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The instances of one stack with their health, in one immutable value; every event gives the next
 * one, or the same one when nothing changes.
 *
 * <p>Two rules hold in each: no more than half of the instances are ejected, and never the last one
 * that is up.
 *
 * @param stack unprobed instances of blue count as up, and someone has to answer when all of blue
 *     is down; green's have to prove themselves
 * @param settings how many probes decide
 * @param members in the order in which they were found
 */
record Roster(Stack stack, HealthSettings settings, List<Member> members) {

  /** One instance and what is known of it. */
  record Member(Instance instance, InstanceHealth health) {}

  /** What is asked of an instance, the best first. */
  private enum Standard {
    UP,
    VOUCHED_FOR,
    ANY
  }

  /** A stack whose instances are not known yet. */
  static Roster empty(Stack stack, HealthSettings settings) {
    return new Roster(stack, settings, List.of());
  }

  /** The stack's name stands for these addresses now. */
  Roster resolved(
      Set<InetSocketAddress> addresses,
      Function<InetSocketAddress, Instance> newInstance,
      long nowNanos) {
    List<Member> next = new ArrayList<>();
    List<InetSocketAddress> unknown = new ArrayList<>(addresses);
    for (Member member : members) {
      if (unknown.remove(member.instance().address())) {
        next.add(member);
      }
    }
    if (unknown.isEmpty() && next.size() == members.size()) {
      return this;
    }
    InstanceHealth fresh =
        next.isEmpty() ? InstanceHealth.first(nowNanos) : InstanceHealth.appeared(nowNanos);
    for (InetSocketAddress address : unknown) {
      next.add(new Member(newInstance.apply(address), fresh));
    }
    return with(next, nowNanos);
  }

  /** A probe of an instance has ended. */
  Roster probed(Instance instance, boolean good, long nowNanos) {
    InstanceHealth before = healthOf(instance);
    if (before == null) {
      return this;
    }
    InstanceHealth after = before.probed(good, settings);
    return replaced(
        instance, !isUp(before) && isUp(after) ? after.ramped(nowNanos) : after, nowNanos);
  }

  /**
   * An instance failed a request.
   *
   * @param jitter 0 to 1, for the length of an ejection
   */
  Roster failed(Instance instance, double jitter, long nowNanos) {
    InstanceHealth before = healthOf(instance);
    if (before == null) {
      return this;
    }
    InstanceHealth after = before.failed(nowNanos);
    boolean ejects = after.deservesEjection(nowNanos) && canSpare(instance, nowNanos);
    return replaced(instance, ejects ? after.ejected(jitter, nowNanos) : after, nowNanos);
  }

  /**
   * An instance served a request.
   *
   * @param well whether the answer was no error of the client or the server
   */
  Roster succeeded(Instance instance, boolean well, long nowNanos) {
    InstanceHealth before = healthOf(instance);
    if (before == null) {
      return this;
    }
    InstanceHealth after = before.succeeded(nowNanos);
    return replaced(instance, well ? after.vouched(nowNanos) : after, nowNanos);
  }

  /**
   * The instance that a request should go to: of those that are up and not ejected the one with the
   * fewest outstanding requests for its weight. When none is up, one for which its requests vouch.
   *
   * @param avoid taken only when there is no other
   * @param random any numbers; they break ties
   * @return null when the stack has none to offer
   */
  @Nullable Instance choose(@Nullable Instance avoid, long nowNanos, LongSupplier random) {
    Instance chosen = leastAvoiding(Standard.UP, avoid, nowNanos, random);
    if (chosen == null) {
      chosen = leastAvoiding(Standard.VOUCHED_FOR, avoid, nowNanos, random);
    }
    return chosen == null && stack == Stack.BLUE
        ? leastAvoiding(Standard.ANY, avoid, nowNanos, random)
        : chosen;
  }

  /** Whether at least one instance is up. */
  boolean isUp() {
    for (Member member : members) {
      if (isUp(member.health())) {
        return true;
      }
    }
    return false;
  }

  /** The instances. */
  List<Instance> instances() {
    return members.stream().map(Member::instance).toList();
  }

  /** What is known of an instance; null once it has vanished. */
  @Nullable InstanceHealth healthOf(Instance instance) {
    for (Member member : members) {
      if (member.instance() == instance) {
        return member.health();
      }
    }
    return null;
  }

  /** Whether the probes' verdict lets an instance of this stack take requests. */
  boolean isUp(InstanceHealth health) {
    return switch (health.state()) {
      case UP -> true;
      case DOWN -> false;
      case UNPROBED -> stack == Stack.BLUE;
    };
  }

  /** Instances that are ejected. */
  int ejected(long nowNanos) {
    int count = 0;
    for (Member member : members) {
      count += member.health().isEjected(nowNanos) ? 1 : 0;
    }
    return count;
  }

  private boolean isEligible(Member member, long nowNanos) {
    return isUp(member.health()) && !member.health().isEjected(nowNanos);
  }

  private boolean meets(Standard standard, Member member, long nowNanos) {
    return switch (standard) {
      case UP -> isEligible(member, nowNanos);
      case VOUCHED_FOR -> member.health().isVouchedFor(nowNanos);
      case ANY -> true;
    };
  }

  private @Nullable Instance leastAvoiding(
      Standard standard, @Nullable Instance avoid, long nowNanos, LongSupplier random) {
    Instance other = least(standard, avoid, nowNanos, random);
    return other == null && avoid != null ? least(standard, null, nowNanos, random) : other;
  }

  /**
   * The next request's place in the queue counts as a random part of one: equal instances share
   * fairly, and one in its slow start gets its part also when all are idle.
   */
  private @Nullable Instance least(
      Standard standard, @Nullable Instance avoid, long nowNanos, LongSupplier random) {
    Instance best = null;
    double bestScore = Double.POSITIVE_INFINITY;
    for (int i = 0; i < members.size(); i++) {
      Member member = members.get(i);
      if (member.instance() != avoid && meets(standard, member, nowNanos)) {
        double part = members.size() == 1 ? 0 : fraction(random.getAsLong());
        double queue = member.instance().outstanding() + part;
        double score = queue / member.health().weight(nowNanos);
        if (score < bestScore) {
          best = member.instance();
          bestScore = score;
        }
      }
    }
    return best;
  }

  /** A number from 0 to below 1 out of 64 random bits. */
  static double fraction(long bits) {
    return (bits >>> 11) * 0x1p-53;
  }

  private boolean canSpare(Instance instance, long nowNanos) {
    return ejected(nowNanos) + 1 <= members.size() / 2
        && members.stream().anyMatch(m -> m.instance() != instance && isEligible(m, nowNanos));
  }

  private Roster replaced(Instance instance, InstanceHealth health, long nowNanos) {
    if (health.equals(healthOf(instance))) {
      return this;
    }
    List<Member> next = new ArrayList<>(members);
    next.replaceAll(m -> m.instance() == instance ? new Member(instance, health) : m);
    return with(next, nowNanos);
  }

  /**
   * Holds the two rules when instances vanish or go down: the ejection that ends first ends now.
   */
  private Roster with(List<Member> next, long nowNanos) {
    Roster roster = new Roster(stack, settings, List.copyOf(next));
    while (roster.hasTooManyEjected(nowNanos)) {
      roster = roster.withoutFirstEjection(nowNanos);
    }
    return roster;
  }

  private boolean hasTooManyEjected(long nowNanos) {
    int ejected = ejected(nowNanos);
    return ejected > members.size() / 2
        || (ejected > 0 && isUp() && members.stream().noneMatch(m -> isEligible(m, nowNanos)));
  }

  private Roster withoutFirstEjection(long nowNanos) {
    Member first = null;
    for (Member member : members) {
      if (member.health().isEjected(nowNanos)
          && (first == null
              || member.health().ejectedUntilNanos() - first.health().ejectedUntilNanos() < 0)) {
        first = member;
      }
    }
    Member earliest = first;
    List<Member> next = new ArrayList<>(members);
    next.replaceAll(
        m -> m.equals(earliest) ? new Member(m.instance(), m.health().released(nowNanos)) : m);
    return new Roster(stack, settings, List.copyOf(next));
  }
}
