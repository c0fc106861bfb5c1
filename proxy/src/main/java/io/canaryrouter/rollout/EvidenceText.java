package io.canaryrouter.rollout;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.canaryrouter.judge.Evidence;
import io.canaryrouter.judge.Evidence.Arm;
import io.canaryrouter.judge.Quantiles;
import org.jspecify.annotations.Nullable;

/**
 * Figures behind a verdict as JSON, the same in store, state and events. What is not known is null;
 * latencies are in seconds. What is read equals what was written.
 */
public final class EvidenceText {
  private EvidenceText() {}

  /** The figures, or null when there are none. */
  public static @Nullable ObjectNode write(@Nullable Evidence evidence) {
    if (evidence == null) {
      return null;
    }
    ObjectNode node =
        JsonNodeFactory.instance
            .objectNode()
            .put("log10", known(evidence.log10()))
            .put("log10_needed", known(evidence.log10Needed()));
    node.set("green", write(evidence.green()));
    node.set("blue", write(evidence.blue()));
    return node;
  }

  private static ObjectNode write(Arm arm) {
    ObjectNode node =
        JsonNodeFactory.instance
            .objectNode()
            .put("requests", arm.requests())
            .put("affected", known(arm.affected()))
            .put("rate", known(arm.rate()))
            .put("users", known(arm.users()))
            .put("verified_users", known(arm.verifiedUsers()));
    if (arm.latency().equals(Quantiles.NONE)) {
      return node.putNull("latency");
    }
    node.putObject("latency")
        .put("p50_seconds", known(arm.latency().p50()))
        .put("p95_seconds", known(arm.latency().p95()))
        .put("p99_seconds", known(arm.latency().p99()));
    return node;
  }

  /**
   * Figures that were written, or null when there are none.
   *
   * @throws IllegalArgumentException when they are something else
   */
  static @Nullable Evidence read(@Nullable JsonNode node) {
    if (node == null || node.isNull()) {
      return null;
    }
    return new Evidence(
        number(node, "log10"),
        number(node, "log10_needed"),
        arm(node.path("green")),
        arm(node.path("blue")));
  }

  private static Arm arm(JsonNode node) {
    JsonNode latency = node.path("latency");
    return new Arm(
        count(node, "requests"),
        count(node, "affected"),
        count(node, "users"),
        count(node, "verified_users"),
        latency.isNull()
            ? Quantiles.NONE
            : new Quantiles(
                number(latency, "p50_seconds"),
                number(latency, "p95_seconds"),
                number(latency, "p99_seconds")));
  }

  private static double number(JsonNode node, String name) {
    JsonNode value = node.path(name);
    if (value.isNull()) {
      return Double.NaN;
    }
    if (!value.isNumber()) {
      throw new IllegalArgumentException("\"" + name + "\" is no number");
    }
    return value.doubleValue();
  }

  private static long count(JsonNode node, String name) {
    JsonNode value = node.path(name);
    if (value.isNull()) {
      return Arm.UNKNOWN;
    }
    if (!value.isIntegralNumber() || !value.canConvertToLong() || value.longValue() < 0) {
      throw new IllegalArgumentException("\"" + name + "\" is no count");
    }
    return value.longValue();
  }

  private static @Nullable Double known(double value) {
    return Double.isFinite(value) ? value : null;
  }

  private static @Nullable Long known(long count) {
    return count == Arm.UNKNOWN ? null : count;
  }
}
