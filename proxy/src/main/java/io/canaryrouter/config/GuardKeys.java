package io.canaryrouter.config;

import io.canaryrouter.judge.GuardSettings.Mode;
import io.canaryrouter.judge.GuardSettings.OnLatency;
import java.util.List;
import java.util.Locale;

/** The keys of {@code guard}. */
final class GuardKeys {
  static final Key<Mode> MODE =
      Key.of(
          "guard.mode",
          Kind.text(
              "^(judged|literal)$",
              "write judged or literal",
              text -> Mode.valueOf(text.toUpperCase(Locale.ROOT))),
          "judged",
          "How green is judged: judged, by limits and evidence against blue; literal, by limits"
              + " alone.");
  static final Key<Double> ERROR_RATE =
      Key.of("guard.error-rate", Kinds.SHARE, "1%", "Largest share of failures.");
  static final Key<Double> LATENCY_VS_BLUE =
      Key.optional(
          "guard.latency-vs-blue",
          Kinds.SHARE,
          "By how much green's 95th percentile may be above blue's.");
  static final Key<Long> LATENCY_P95 =
      Key.optional(
          "guard.latency-p95",
          Kinds.duration("1ms", "5m"),
          "Largest 95th percentile of green's latency.");
  static final Key<OnLatency> ON_LATENCY =
      Key.of(
          "guard.on-latency",
          Kind.text(
              "^(hold|failover)$",
              "write hold or failover",
              text -> OnLatency.valueOf(text.toUpperCase(Locale.ROOT))),
          "hold",
          "What a latency limit does: hold warns and stops progress, failover sends everyone to"
              + " blue.");
  static final Key<Integer> MIN_REQUESTS =
      Key.of(
          "guard.min-requests",
          Kind.integer("a number of requests", 1, 1_000_000),
          "100",
          "Requests of green below which a limit concludes nothing.");
  static final Key<Long> SUSTAINED =
      Key.of(
          "guard.sustained",
          Kinds.duration("0s", "15m"),
          "30s",
          "How long a limit must be exceeded, at every look, before anything is done.");

  static final Key<Boolean> SECOND_OPINION =
      Key.of(
          "guard.second-opinion",
          Kinds.SWITCH,
          "true",
          "Whether a GET that green answers with a 5xx is asked of blue once, before the client hears"
              + " of it.");

  static final List<Key<?>> ALL =
      List.of(
          MODE,
          ERROR_RATE,
          LATENCY_VS_BLUE,
          LATENCY_P95,
          ON_LATENCY,
          MIN_REQUESTS,
          SUSTAINED,
          SECOND_OPINION);

  static final Section SECTION = Section.of("guard", "What green is held to.");

  private GuardKeys() {}
}
