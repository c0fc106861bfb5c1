package io.canaryrouter.judge;

import static org.assertj.core.api.Assertions.assertThat;

import io.canaryrouter.judge.Verdict.Level;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A warning freezes a ramp for a quarter of an hour after its cause. */
class LingerTest {
  private static final long NOW = Long.MAX_VALUE - 5;
  private static final long MINUTE = TimeUnit.MINUTES.toNanos(1);
  private static final Verdict WARNING = new Verdict(Level.WARNING, "slow", "green is slower");

  private final Linger linger = new Linger();

  private static Verdict of(Level level) {
    return new Verdict(level, "now", "what is the case now");
  }

  @ParameterizedTest
  @EnumSource(
      value = Level.class,
      names = {"OK", "INCONCLUSIVE"})
  void aWarningStaysForAQuarterOfAnHourWhateverIsFoundMeanwhile(Level quiet) {
    linger.note(NOW, WARNING);
    assertThat(linger.after(NOW + 15 * MINUTE - 1, of(quiet)))
        .isEqualTo(new Verdict(Level.WARNING, "slow", "green is slower; last so 899 s ago"));
    assertThat(linger.after(NOW + 15 * MINUTE, of(quiet))).isEqualTo(of(quiet));
  }

  @Test
  void theQuarterBeginsWithTheLastOfThem() {
    linger.note(NOW, WARNING);
    linger.note(NOW + 10 * MINUTE, WARNING);
    assertThat(linger.after(NOW + 24 * MINUTE, of(Level.OK)).level()).isEqualTo(Level.WARNING);
  }

  @ParameterizedTest
  @EnumSource(
      value = Level.class,
      names = {"WARNING", "CRITICAL"})
  void whatIsFoundNowAndIsNoBetterIsSaidInItsPlace(Level level) {
    linger.note(NOW, WARNING);
    assertThat(linger.after(NOW, of(level))).isEqualTo(of(level));
  }

  @Test
  void anotherGreenHasNoWarnings() {
    linger.note(NOW, WARNING);
    linger.restart();
    assertThat(linger.after(NOW, of(Level.OK))).isEqualTo(of(Level.OK));
  }
}
