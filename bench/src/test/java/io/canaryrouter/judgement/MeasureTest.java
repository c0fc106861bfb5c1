package io.canaryrouter.judgement;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class MeasureTest {
  private static Finding tripped(double after) {
    return new Finding(after, after, after < 0, 7, "");
  }

  private static final Finding NEVER = new Finding(Finding.NEVER, Finding.NEVER, false, 900, "");

  @Test
  void rolloutsThatTrippedBeforeTheOnsetSayNothingOfDetection() {
    List<Finding> findings = List.of(tripped(-5), tripped(10), tripped(20), tripped(30));
    assertThat(Measure.TRIPPED.format(findings)).isEqualTo("20 (10–30) / 30");
    assertThat(Measure.TRIPS.format(findings)).isEqualTo("4 of 4 (≤ 100.0 %)");
    assertThat(Measure.FAILED.format(findings)).isEqualTo("7 (7–7) / 7");
  }

  @Test
  void neverIsLongerThanAnything() {
    List<Finding> findings = List.of(NEVER, tripped(10), NEVER);
    assertThat(Measure.TRIPPED.format(findings)).isEqualTo("never (10–never) / never");
    assertThat(Measure.FAILED.format(findings)).isEqualTo("never (7–never) / never");
    assertThat(Measure.TRIPS.format(findings)).isEqualTo("1 of 3 (≤ 86.5 %)");
  }

  @Test
  void aTargetIsMetAtItsLimitAndMissedByATripTooEarly() {
    Target target = new Target(Measure.TRIPPED, 20, 30);
    assertThat(target.isMet(List.of(tripped(20), tripped(30)))).isTrue();
    assertThat(target.isMet(List.of(tripped(21), tripped(30)))).isFalse();
    assertThat(target.isMet(List.of(tripped(20), tripped(31)))).isFalse();
    assertThat(target.isMet(List.of(tripped(20), tripped(30), tripped(-1)))).isFalse();
    assertThat(target.isMet(List.of(tripped(-1)))).isFalse();
  }

  @Test
  void theBestAnchorIsTheFastestOfThoseThatDoNotTripWithoutCause() {
    Map<String, List<Finding>> anchors =
        Map.of(
            "hasty", List.of(tripped(-5), tripped(5)),
            "sound", List.of(tripped(50), tripped(60)),
            "slow", List.of(tripped(500), tripped(600)),
            "blind", List.of(NEVER, NEVER));
    assertThat(Best.of(Measure.TRIPPED, anchors)).isEqualTo("sound: 50 (50–60) / 60");
    assertThat(Best.of(Measure.TRIPS, anchors)).isEqualTo("blind: 0 of 2 (≤ 77.6 %)");
    assertThat(Best.of(Measure.TRIPPED, Map.of("blind", List.of(NEVER)))).isEqualTo("none trips");
  }

  @Test
  void aSentenceHasToCountBothStacks() {
    assertThat(Sentence.countsBoth("green failed 5 of 5, blue 0 of 40")).isTrue();
    assertThat(Sentence.countsBoth("green failed 5 of 5")).isFalse();
    assertThat(Sentence.countsBoth("green is worse than blue")).isFalse();
  }
}
