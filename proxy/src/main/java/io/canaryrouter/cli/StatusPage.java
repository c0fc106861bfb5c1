package io.canaryrouter.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;

/** The state of a router as a person reads it in a terminal. What the state lacks is a dash. */
final class StatusPage {
  private static final List<String> COLUMNS =
      List.of(
          "STACK",
          "ADDRESS",
          "VERSION",
          "UP",
          "IN FLIGHT",
          "USERS",
          "AFFECTED",
          "REQUESTS",
          "FAILED",
          "RATE",
          "P50",
          "P95",
          "P99");

  private final JsonNode state;
  private final String wayBack;

  /**
   * A page.
   *
   * @param wayBack the command that ends a failover
   */
  StatusPage(JsonNode state, String wayBack) {
    this.state = state;
    this.wayBack = wayBack;
  }

  String text() {
    List<List<String>> rows = new ArrayList<>();
    rows.add(COLUMNS);
    state
        .path("stacks")
        .properties()
        .forEach(stack -> rows.add(row(stack.getKey(), stack.getValue())));
    return head()
        + "\n"
        + split()
        + "\n"
        + latch()
        + hold()
        + tokens()
        + verdict()
        + "\n"
        + evidence()
        + criteria()
        + "\n"
        + Columns.align(rows);
  }

  private String head() {
    return "%s: canary-router %s, up %s, %s, revision %s, epoch %s"
        .formatted(
            Text.of(state.path("name")),
            Text.of(state.path("version")),
            Text.duration(state.path("uptime_seconds")),
            Text.of(state.path("transport")),
            Text.of(state.path("revision")),
            Text.of(state.path("epoch")));
  }

  private String split() {
    JsonNode split = state.path("split");
    String set = Text.of(split.path("set"));
    String actual = Text.of(split.path("actual"));
    String forced = split.path("forced_blue").asBoolean() ? " (CANARY_FORCE=blue)" : "";
    String unguarded =
        split.path("unguarded").asBoolean() ? " (the control thread is silent: blue serves)" : "";
    String unproven =
        split.path("unproven").asBoolean() ? " (green has not been up yet: blue serves)" : "";
    String inForce = set.equals(actual) ? "" : ", actual " + actual;
    return "green   " + set + inForce + forced + unguarded + unproven;
  }

  /** Worth a line only while far more tokens than usual fail. */
  private String tokens() {
    JsonNode verification = state.path("identity").path("verification");
    return verification.path("jumped").asBoolean()
        ? "tokens  " + Text.of(verification.path("sentence")) + "\n"
        : "";
  }

  private String latch() {
    JsonNode latch = state.path("latch");
    if (!latch.isObject()) {
      return "";
    }
    return "latched %s by %s: %s%n        to go back to green: %s%n"
        .formatted(
            Text.of(latch.path("at")),
            Text.of(latch.path("by")),
            Text.of(latch.path("sentence")),
            wayBack);
  }

  private String hold() {
    JsonNode hold = state.path("hold");
    return hold.isObject()
        ? "held    everyone is on blue for now (%s): %s%n"
            .formatted(Text.of(hold.path("cause")), Text.of(hold.path("sentence")))
        : "";
  }

  /** One line for each, where the judge tells of them. */
  private String criteria() {
    StringBuilder lines = new StringBuilder();
    for (JsonNode one : state.path("verdict").path("criteria")) {
      lines
          .append("        ")
          .append(Text.of(one.path("criterion")))
          .append(": ")
          .append(Text.of(one.path("level")))
          .append(", ")
          .append(Text.of(one.path("sentence")))
          .append('\n');
    }
    return lines.toString();
  }

  private String verdict() {
    JsonNode verdict = state.path("verdict");
    return "verdict " + Text.of(verdict.path("level")) + ": " + Text.of(verdict.path("sentence"));
  }

  /** How near it is to proof: the verdict's own, else that of the criterion that is nearest. */
  private String evidence() {
    JsonNode verdict = state.path("verdict");
    JsonNode most = verdict;
    String of = Text.of(verdict.path("reason"));
    if (Double.isInfinite(shareOfProof(verdict))) {
      for (JsonNode one : verdict.path("criteria")) {
        if (shareOfProof(one) > shareOfProof(most)) {
          most = one;
          of = Text.of(one.path("criterion"));
        }
      }
    }
    String found = Text.evidence(most.path("evidence"));
    return found.equals(Text.NOTHING) ? "" : "        evidence " + found + " (" + of + ")\n";
  }

  private static double shareOfProof(JsonNode judged) {
    JsonNode evidence = judged.path("evidence");
    boolean isTested =
        evidence.path("log10").isNumber() && evidence.path("log10_needed").isNumber();
    return isTested
        ? evidence.path("log10").asDouble() / evidence.path("log10_needed").asDouble()
        : Double.NEGATIVE_INFINITY;
  }

  private static List<String> row(String name, JsonNode stack) {
    JsonNode window = stack.path("window");
    return List.of(
        Text.plain(name),
        Text.of(stack.path("address")),
        version(stack),
        up(stack.path("instances")),
        Text.of(stack.path("inflight")),
        Text.of(stack.at("/users/epoch/exposed")),
        Text.of(stack.at("/users/epoch/affected")),
        Text.of(window.path("requests")),
        Text.of(window.path("failures")),
        Text.percent(window.path("error_rate")),
        Text.millis(window.path("p50_ms")),
        Text.millis(window.path("p95_ms")),
        Text.millis(window.path("p99_ms")));
  }

  /** What the configuration calls it, and in brackets what it calls itself. */
  private static String version(JsonNode stack) {
    String build = stack.path("build").asText();
    String version = Text.of(stack.path("version"));
    return build.isEmpty() ? version : version + " (" + Text.plain(build) + ")";
  }

  private static String up(JsonNode instances) {
    int up = 0;
    for (JsonNode instance : instances) {
      up += instance.path("health").asText().equals("up") ? 1 : 0;
    }
    return up + "/" + instances.size();
  }
}
