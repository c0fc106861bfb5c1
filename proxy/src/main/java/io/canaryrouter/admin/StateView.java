package io.canaryrouter.admin;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.canaryrouter.measure.Outcome;
import io.canaryrouter.measure.OutcomeCounts;
import io.canaryrouter.measure.Totals;
import io.canaryrouter.measure.Window;
import io.canaryrouter.rollout.AuditEntry;
import io.canaryrouter.rollout.ControlStatus;
import io.canaryrouter.split.SplitTable;
import io.canaryrouter.split.Stack;
import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The state as JSON: everything a dashboard needs. Thread-safe. */
final class StateView {
  private final AdminParts parts;
  private final long startNanos;

  /** Uptime counts from here. */
  StateView(AdminParts parts) {
    this.parts = parts;
    this.startNanos = parts.nanoClock().getAsLong();
  }

  ObjectNode state() {
    SplitTable table = parts.splitter().table();
    ControlStatus status = parts.commands().status();
    Totals totals = parts.measurements().totals();
    ObjectNode state =
        Json.newObject()
            .put("revision", table.revision())
            .put("epoch", table.epoch())
            .put("name", parts.name())
            .put("version", parts.version())
            .put("transport", parts.edge().transport())
            .put("uptime_seconds", (parts.nanoClock().getAsLong() - startNanos) / 1_000_000_000L);
    state.set("split", split(table));
    state.set("verdict", verdict(status));
    state.set("latch", latch(table.latch()));
    ObjectNode stacks = state.putObject("stacks");
    for (Stack stack : Stack.values()) {
      stacks.set(stack.label(), stack(stack, totals.stack(stack), status.windows().get(stack)));
    }
    ObjectNode identities = state.putObject("identities");
    totals.identities().forEach((source, count) -> identities.put(source.label(), count));
    ObjectNode rescues = state.putObject("rescues");
    totals.rescues().forEach(rescues::put);
    ObjectNode failovers = state.putObject("failovers");
    status.failovers().forEach(failovers::put);
    return state.put("lost_samples", totals.lostSamples()).put("faults", status.faults());
  }

  ObjectNode audit() {
    ObjectNode page = Json.newObject();
    ArrayNode entries = page.putArray("entries");
    for (AuditEntry entry : parts.commands().status().audit()) {
      entries
          .addObject()
          .put("at", Instant.ofEpochMilli(entry.atEpochMillis()).toString())
          .put("by", entry.by())
          .put("action", entry.action())
          .put("detail", entry.detail())
          .put("reason", entry.reason())
          .put("revision", entry.revision())
          .put("epoch", entry.epoch());
    }
    return page;
  }

  private ObjectNode split(SplitTable table) {
    boolean greenHasBeenUp = parts.edge().stack(Stack.GREEN).hasBeenUp();
    return Json.newObject()
        .put("set", table.green().toString())
        .put("actual", parts.splitter().actual(greenHasBeenUp).toString())
        .put("salted", !table.salt().isEmpty())
        .put("forced_blue", table.forcedBlue())
        .put("unguarded", parts.splitter().isUnguarded())
        .put("unproven", !greenHasBeenUp);
  }

  private static ObjectNode verdict(ControlStatus status) {
    return Json.newObject()
        .put("level", status.verdict().level().name().toLowerCase(Locale.ROOT))
        .put("reason", status.verdict().reason())
        .put("sentence", status.verdict().sentence());
  }

  private static @Nullable ObjectNode latch(SplitTable.@Nullable Latch latch) {
    if (latch == null) {
      return null;
    }
    return Json.newObject()
        .put("reason", latch.reason())
        .put("sentence", latch.sentence())
        .put("at", Instant.ofEpochMilli(latch.atEpochMillis()).toString())
        .put("by", latch.by());
  }

  private ObjectNode stack(Stack stack, Totals.StackTotals totals, @Nullable Window window) {
    StackInfo info = parts.edge().stack(stack);
    ObjectNode node =
        Json.newObject()
            .put("address", info.address())
            .put("version", info.version())
            .put("inflight", totals.inflight())
            .put("tunnels", totals.tunnels());
    ArrayNode instances = node.putArray("instances");
    for (StackInfo.InstanceInfo instance : info.instances()) {
      instances
          .addObject()
          .put("address", instance.address())
          .put("health", instance.health())
          .put("inflight", instance.inflight());
    }
    if (window != null) {
      node.set("window", window(window));
    }
    node.set("totals", counts(totals.counts()));
    return node;
  }

  private static ObjectNode window(Window window) {
    ObjectNode node = Json.newObject().put("seconds", window.seconds());
    node.setAll(counts(window.counts()));
    Window.Quantiles latency = window.latency();
    return latency.count() == 0
        ? node.putNull("p50_ms").putNull("p95_ms").putNull("p99_ms")
        : node.put("p50_ms", latency.p50Micros() / 1e3)
            .put("p95_ms", latency.p95Micros() / 1e3)
            .put("p99_ms", latency.p99Micros() / 1e3);
  }

  private static ObjectNode counts(OutcomeCounts counts) {
    ObjectNode node =
        Json.newObject()
            .put("requests", counts.total())
            .put("failures", counts.failures())
            .put("rescued", counts.rescued())
            .put("error_rate", counts.errorRate());
    ObjectNode outcomes = node.putObject("outcomes");
    for (Outcome outcome : Outcome.values()) {
      outcomes.put(outcome.label(), counts.of(outcome));
    }
    return node;
  }
}
