package io.canaryrouter.admin;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.canaryrouter.rollout.AuditEntry;
import io.canaryrouter.rollout.ControlStatus;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Tells subscribers what changes: {@code audit} for each entry of the log, {@code split} when users
 * go elsewhere or something keeps them from it, {@code verdict} when the judge thinks otherwise.
 * These are numbered, and the last {@value #MOST_KEPT} are kept for whoever comes back. Each second
 * everybody gets the whole {@code state}, unnumbered.
 *
 * <p>It looks at what the control thread has published and is never waited for by it. Thread-safe.
 */
final class EventHub {
  /** Fewer than the public host may hold connections, so that some are left for calls. */
  static final int MOST_SUBSCRIBERS = 24;

  static final int MOST_KEPT = 256;
  private static final long TICK_NANOS = TimeUnit.SECONDS.toNanos(1);

  private final AdminParts parts;
  private final StateView view;
  private final String boot;
  private final ArrayDeque<Event> kept = new ArrayDeque<>();
  private final Set<Subscription> subscriptions = new HashSet<>();
  private long lastNumber;
  private long tickNanos;
  private ObjectNode position;
  private ObjectNode verdict;
  private @Nullable AuditEntry lastEntry;

  /**
   * A hub that tells of what changes from now on.
   *
   * @param boot stands in every id, so that those of an earlier process are not taken for its own
   */
  EventHub(AdminParts parts, StateView view, String boot) {
    this.parts = parts;
    this.view = view;
    this.boot = boot;
    this.tickNanos = parts.nanoClock().getAsLong();
    this.position = view.position(parts.splitter().table());
    this.verdict = StateView.verdict(parts.commands().status().verdict());
    this.lastEntry = last(parts.commands().status().audit());
  }

  /** Looks for what has changed; called a few times a second. */
  synchronized void turn() {
    ControlStatus status = parts.commands().status();
    tellAudit(status.audit());
    tellPosition();
    tellVerdict(StateView.verdict(status.verdict()));
    long now = parts.nanoClock().getAsLong();
    if (now - tickNanos >= TICK_NANOS) {
      tickNanos = now;
      tick();
    }
  }

  /**
   * Begins a subscription: after the event named by this id, or with the whole state.
   *
   * @throws Problem when there are too many
   */
  synchronized Subscription subscribe(@Nullable String lastEventId) {
    if (subscriptions.size() >= MOST_SUBSCRIBERS) {
      throw new Problem(503, "there are " + MOST_SUBSCRIBERS + " subscribers already", 10);
    }
    List<Event> missed = missedSince(lastEventId);
    List<Event> first =
        missed == null ? List.of(Event.of(id(lastNumber), "reset", view.state())) : missed;
    Subscription subscription = new Subscription(first);
    subscriptions.add(subscription);
    return subscription;
  }

  synchronized void leave(Subscription subscription) {
    subscriptions.remove(subscription);
  }

  /** Ends every subscription. */
  synchronized void close() {
    subscriptions.forEach(Subscription::end);
  }

  private void tellAudit(List<AuditEntry> log) {
    for (AuditEntry entry : newIn(log)) {
      tell("audit", AuditView.entry(entry));
      lastEntry = entry;
    }
  }

  private List<AuditEntry> newIn(List<AuditEntry> log) {
    AuditEntry known = lastEntry;
    if (known == null) {
      return log;
    }
    int at = log.lastIndexOf(known);
    return at >= 0
        ? log.subList(at + 1, log.size())
        : log.stream().filter(entry -> entry.revision() > known.revision()).toList();
  }

  private void tellPosition() {
    ObjectNode now = view.position(parts.splitter().table());
    if (!now.equals(position)) {
      position = now;
      tell("split", now);
    }
  }

  /** A sentence holds figures that change each second; that alone is no news. */
  private void tellVerdict(ObjectNode now) {
    boolean isNews =
        !now.get("level").equals(verdict.get("level"))
            || !now.get("reason").equals(verdict.get("reason"));
    if (isNews) {
      verdict = now;
      tell("verdict", now);
    }
  }

  private void tick() {
    if (!subscriptions.isEmpty()) {
      offer(Event.of(null, "state", view.state()));
    }
  }

  private void tell(String name, ObjectNode data) {
    lastNumber++;
    Event event = Event.of(id(lastNumber), name, data);
    if (kept.size() == MOST_KEPT) {
      kept.removeFirst();
    }
    kept.addLast(event);
    offer(event);
  }

  private void offer(Event event) {
    subscriptions.removeIf(subscription -> !subscription.offer(event));
  }

  /** What came after this event, or null when that is not known any more or never was. */
  private @Nullable List<Event> missedSince(@Nullable String id) {
    String prefix = boot + "-";
    if (id == null || !id.startsWith(prefix) || !id.matches(".*-[0-9]{1,18}")) {
      return null;
    }
    long missed = lastNumber - Long.parseLong(id.substring(prefix.length()));
    return missed < 0 || missed > kept.size()
        ? null
        : new ArrayList<>(kept).subList((int) (kept.size() - missed), kept.size());
  }

  private String id(long number) {
    return boot + "-" + number;
  }

  private static @Nullable AuditEntry last(List<AuditEntry> log) {
    return log.isEmpty() ? null : log.get(log.size() - 1);
  }
}
