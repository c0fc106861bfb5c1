package io.canaryrouter.http;

import io.canaryrouter.http.Roster.Member;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/** Tells in the log what became of a stack's instances: one line for each change, none between. */
final class RosterLog {
  private static final Logger LOG = LoggerFactory.getLogger(InstanceSet.class);

  private RosterLog() {}

  /**
   * One roster has followed another.
   *
   * @param why what was found
   */
  static void changed(Roster before, Roster after, String why, long nowNanos) {
    String stack = after.stack().label();
    Set<Instance> gone = new HashSet<>(before.instances());
    for (Member member : after.members()) {
      gone.remove(member.instance());
      InstanceHealth old = before.healthOf(member.instance());
      if (old == null) {
        LOG.info("{} has an instance at {}", stack, member.instance());
      } else {
        tell(stack, member, old, why, nowNanos);
      }
    }
    for (Instance instance : gone) {
      LOG.info("{} has no instance at {} any more", stack, instance);
    }
  }

  private static void tell(
      String stack, Member member, InstanceHealth old, String why, long nowNanos) {
    InstanceHealth now = member.health();
    if (now.state() != old.state()) {
      boolean down = now.state() == InstanceHealth.State.DOWN;
      LOG.atLevel(down ? Level.WARN : Level.INFO)
          .log("{} {} is {}: {}", stack, member.instance(), now.state().label(), why);
    }
    if (now.isVouchedFor(nowNanos) && !old.isVouchedFor(nowNanos)) {
      LOG.warn(
          "{} {} fails its probes and serves requests well: it still gets them; is health.path right?",
          stack,
          member.instance());
    }
    if (now.ejections() > old.ejections()) {
      LOG.warn(
          "{} {} gets no requests for {} ms: it failed {} in a row",
          stack,
          member.instance(),
          TimeUnit.NANOSECONDS.toMillis(now.ejectedUntilNanos() - nowNanos),
          InstanceHealth.EJECT_AFTER);
    }
  }
}
