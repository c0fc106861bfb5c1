package io.canaryrouter.judgement;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;

/** The rules that others decide by, as fresh ones for each rollout. */
final class Anchors {
  /** A fixed limit as well chosen as can be: half above what the traffic has in the long run. */
  private static final double P99_MILLIS = 1.5 * 259;

  private Anchors() {}

  static Map<String, Supplier<Rule>> all() {
    Map<String, Supplier<Rule>> anchors = new LinkedHashMap<>();
    anchors.put("naive 60 s", () -> new NaiveRule(1));
    anchors.put("naive 60 s, 100 requests", () -> new NaiveRule(100));
    anchors.put("naive p95 × 1.2", NaiveLatencyRule::new);
    anchors.put("Flagger 5", () -> FlaggerRule.ofErrors(5));
    anchors.put("Flagger 10", () -> FlaggerRule.ofErrors(10));
    anchors.put("Flagger 10 without silence", () -> FlaggerRule.ofErrorsWithoutSilence(10));
    anchors.put("Flagger 10 with p99", () -> FlaggerRule.ofAll(10, P99_MILLIS));
    anchors.put("Argo 5m 95 %", ArgoRule::ofDocumentation);
    anchors.put("Argo 1m 99 %", ArgoRule::strict);
    anchors.put("Argo 1m 99 % without silence", ArgoRule::strictWithoutSilence);
    anchors.put("Kayenta hourly", () -> KayentaRule.hourly(1));
    anchors.put("Kayenta hourly × 1.2", () -> KayentaRule.hourly(1.2));
    anchors.put("Kayenta 10m", KayentaRule::sliding);
    anchors.put("Envoy 5", EnvoyRule::new);
    anchors.put("sequential by requests", SequentialRule::new);
    return anchors;
  }
}
