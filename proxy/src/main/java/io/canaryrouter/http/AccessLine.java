package io.canaryrouter.http;

import io.canaryrouter.measure.Fault;
import io.canaryrouter.measure.Wanting;
import io.canaryrouter.split.Assignment;
import io.canaryrouter.split.Stack;
import org.jspecify.annotations.Nullable;

/**
 * How the access log writes a request; the keys are kamal-proxy's where it has them.
 *
 * <p>Every text is bounded, so that a line stays under {@link LogOutput#MAX_BATCH_BYTES}.
 */
final class AccessLine {
  private static final int MAX_PATH_CHARS = 512;
  private static final int MAX_USER_AGENT_CHARS = 256;
  private static final int MAX_NAME_CHARS = 255;

  private AccessLine() {}

  /** Appends the line of a request that stands for so many requests like it, itself included. */
  static void append(StringBuilder out, AccessEntry entry, long standsFor) {
    JsonLine line = new JsonLine(out);
    line.begin(level(entry.answered()), entry.took().endEpochMillis(), "request");
    appendAsked(line, entry.asked());
    appendAnswered(line, entry);
    appendTook(line, entry.took());
    if (standsFor > 1) {
      line.number("sampled", standsFor);
    }
    line.end();
  }

  private static void appendAsked(JsonLine line, AccessEntry.Asked asked) {
    line.text("host", asked.host(), MAX_NAME_CHARS)
        .text("method", asked.method(), MAX_NAME_CHARS)
        .text("path", TokenMask.apply(asked.path()), MAX_PATH_CHARS)
        .text("request_id", asked.requestId(), MAX_NAME_CHARS)
        .text("rndr_id", asked.rndrId(), MAX_NAME_CHARS)
        .text("client_addr", asked.origin().address(), MAX_NAME_CHARS)
        .text("user_agent", masked(asked.userAgent()), MAX_USER_AGENT_CHARS)
        .text("proto", asked.protocol(), MAX_NAME_CHARS)
        .text("scheme", asked.origin().scheme(), MAX_NAME_CHARS);
  }

  private static void appendAnswered(JsonLine line, AccessEntry entry) {
    AccessEntry.Answered answered = entry.answered();
    line.number("status", answered.status());
    AccessEntry.Routed routed = entry.routed();
    if (routed != null) {
      Assignment assignment = routed.assignment();
      line.text("route", routed.route(), MAX_NAME_CHARS)
          .text("stack", assignment.stack().label(), MAX_NAME_CHARS)
          .text("reason", assignment.reason().label(), MAX_NAME_CHARS)
          .number("epoch", assignment.epoch());
    }
    Stack servedBy = entry.servedBy();
    Failure failure = answered.failure();
    line.text("served_by", servedBy == null ? null : servedBy.label(), MAX_NAME_CHARS)
        .text("outcome", answered.outcome().label(), MAX_NAME_CHARS)
        .flag("rescued", answered.rescued())
        .text("failure", failure == null ? null : failure.label(), MAX_NAME_CHARS)
        .text("detail", answered.detail(), MAX_NAME_CHARS)
        .text("fallback", second(answered, Wanting.FILE), MAX_NAME_CHARS)
        .text("second_opinion", second(answered, Wanting.SUCCESS), MAX_NAME_CHARS);
  }

  private static @Nullable String second(AccessEntry.Answered answered, Wanting wanting) {
    AccessEntry.Second second = answered.second();
    return second == null || second.wanting() != wanting ? null : wanting.label(second.answer());
  }

  private static void appendTook(JsonLine line, AccessEntry.Took took) {
    line.millis("duration_ms", took.totalNanos())
        .millis("upstream_ms", took.upstreamNanos())
        .number("req_bytes", took.requestBytes())
        .number("resp_bytes", took.responseBytes());
  }

  private static @Nullable String masked(@Nullable String text) {
    return text == null ? null : TokenMask.apply(text);
  }

  /** An error is what the client saw, a warning what went wrong without it. */
  private static String level(AccessEntry.Answered answered) {
    if (answered.status() >= 500) {
      return "error";
    }
    return answered.rescued() || answered.outcome().fault() == Fault.STACK ? "warning" : "info";
  }
}
