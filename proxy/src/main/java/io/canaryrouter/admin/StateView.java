package io.canaryrouter.admin;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.canaryrouter.judge.CriterionStatus;
import io.canaryrouter.judge.Verdict;
import io.canaryrouter.measure.Figures.StackFigures;
import io.canaryrouter.measure.Totals;
import io.canaryrouter.rollout.ControlStatus;
import io.canaryrouter.rollout.Doubt;
import io.canaryrouter.rollout.EvidenceText;
import io.canaryrouter.rollout.Keeping;
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
        position(table)
            .put("name", parts.name())
            .put("version", parts.version())
            .put("transport", parts.edge().transport())
            .put("uptime_seconds", (parts.nanoClock().getAsLong() - startNanos) / 1_000_000_000L);
    state.set("verdict", verdict(status.verdict()));
    ArrayNode criteria = state.putArray("criteria");
    status.criteria().forEach(each -> addTo(criteria, each));
    state.set("store", store(status.keeping()));
    ObjectNode stacks = state.putObject("stacks");
    for (Stack stack : Stack.values()) {
      stacks.set(stack.label(), stack(stack, totals.stack(stack), status.figures().stack(stack)));
    }
    state.set("identity", TokenView.of(parts.identifier().get()));
    ObjectNode identities = state.putObject("identities");
    totals.identities().forEach((source, count) -> identities.put(source.label(), count));
    ObjectNode rescues = state.putObject("rescues");
    totals.rescues().forEach(rescues::put);
    ObjectNode failovers = state.putObject("failovers");
    status.failovers().forEach(failovers::put);
    return state
        .put("crossovers", totals.crossed() + status.figures().crossovers())
        .put("lost_samples", totals.lostSamples())
        .put("faults", status.faults());
  }

  /** Where users go, and what keeps them there. */
  ObjectNode position(SplitTable table) {
    ObjectNode position =
        Json.newObject().put("revision", table.revision()).put("epoch", table.epoch());
    position.set("split", split(table));
    position.set("latch", latch(table.latch()));
    position.set("hold", hold(table.hold()));
    return position;
  }

  static ObjectNode verdict(Verdict verdict) {
    ObjectNode node =
        Json.newObject()
            .put("level", label(verdict.level()))
            .put("reason", verdict.reason())
            .put("sentence", verdict.sentence());
    node.set("evidence", EvidenceText.write(verdict.evidence()));
    return node;
  }

  private static String label(Verdict.Level level) {
    return level.name().toLowerCase(Locale.ROOT);
  }

  private static void addTo(ArrayNode criteria, CriterionStatus status) {
    criteria
        .addObject()
        .put("criterion", status.criterion())
        .put("level", label(status.level()))
        .put("green", known(status.green()))
        .put("blue", known(status.blue()))
        .put("limit", known(status.limit()))
        .put("samples", status.samples())
        .put("needed", status.needed())
        .put("sentence", status.sentence())
        .set("evidence", EvidenceText.write(status.evidence()));
  }

  private static @Nullable Double known(double value) {
    return Double.isNaN(value) ? null : value;
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

  private static @Nullable ObjectNode hold(SplitTable.@Nullable Hold hold) {
    return hold == null
        ? null
        : Json.newObject()
            .put("cause", hold.cause().name().toLowerCase(Locale.ROOT))
            .put("sentence", hold.sentence());
  }

  private static ObjectNode store(Keeping keeping) {
    ObjectNode node =
        Json.newObject()
            .put("where", keeping.where())
            .put("reachable", keeping.isReachable())
            .put("saved", keeping.isSaved());
    Doubt doubt = keeping.doubt();
    return doubt == null
        ? node.putNull("doubt")
        : node.put("doubt", doubt.kind().name().toLowerCase(Locale.ROOT));
  }

  private ObjectNode stack(Stack stack, Totals.StackTotals totals, StackFigures figures) {
    StackInfo info = parts.edge().stack(stack);
    ObjectNode node =
        Json.newObject()
            .put("address", info.address())
            .put("version", info.version())
            .put("build", info.build())
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
    FiguresView.addTo(node, figures);
    node.set("totals", FiguresView.totals(totals.all()));
    return node;
  }
}
