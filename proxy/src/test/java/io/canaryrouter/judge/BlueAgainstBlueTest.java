package io.canaryrouter.judge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.canaryrouter.judge.Verdict.Level;
import io.canaryrouter.measure.Outcome;
import io.canaryrouter.measure.Sample;
import io.canaryrouter.routes.Route;
import io.canaryrouter.split.Stack;
import io.canaryrouter.split.Weight;
import java.util.List;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The permanent A/A: a part of blue's users against the rest, where nothing can be wrong. */
class BlueAgainstBlueTest {
  private static final long SECOND = TimeUnit.SECONDS.toNanos(1);
  private static final long ORIGIN = TimeUnit.DAYS.toNanos(3);

  private final HurtUsers hurt =
      new HurtUsers(GuardSettings.DEFAULT, List.of(), AlphaBudget.DEFAULT);
  private final BlueAgainstBlue itself = new BlueAgainstBlue(hurt, 0.01);
  private final SplittableRandom random = new SplittableRandom(1);
  private long nanos = ORIGIN;

  BlueAgainstBlueTest() {
    itself.restart(nanos);
  }

  private void send(long user, boolean isFailure) {
    Sender sender = new Sender();
    Outcome outcome = isFailure ? Outcome.SERVER_ERROR : Outcome.OK;
    sender.set(
        new Sample(nanos, 1, Stack.BLUE, outcome, 200, false, true, user, 1_000, Route.OTHER),
        KnownUsers.SERVED);
    itself.record(sender, isFailure);
  }

  private void second() {
    nanos += SECOND;
    itself.tick(nanos);
  }

  private Evidence evidence() {
    return Objects.requireNonNull(itself.status().evidence());
  }

  private static boolean isInPart(long user, double ratio) {
    return UserHash.share(user) < ratio;
  }

  /** Green's share of all users is a larger one of blue's. */
  @ParameterizedTest
  @CsvSource({
    "100, 0.0101",
    "1000, 0.1111",
    "2500, 0.3333",
    "3333, 0.5",
    "9000, 0.5",
    "10000, 0.5"
  })
  void thePartHasAsManyUsersAsGreenAndAtMostHalfOfBlues(int basisPoints, double share) {
    itself.setWeight(new Weight(basisPoints));
    send(-1, true);
    for (int i = 0; i < 100_000; i++) {
      send(random.nextLong(), false);
    }
    double requests = evidence().green().requests() + evidence().blue().requests();
    assertThat(evidence().green().requests() / requests).isCloseTo(share, within(0.01));
  }

  @Test
  void failuresOfBlueInWhateverShareAndAtWhateverWeightRaiseNoAlarm() {
    for (int hour = 0; hour < 48; hour++) {
      itself.setWeight(new Weight(1 + random.nextInt(10_000)));
      double rate = random.nextInt(3) == 0 ? 0.3 : 0.002;
      for (int i = 0; i < 3_600; i++) {
        for (int j = 0; j < 5; j++) {
          send(random.nextInt(20_000), random.nextDouble() < rate);
        }
        second();
      }
    }
    assertThat(itself.status().level()).isEqualTo(Level.OK);
    assertThat(itself.status().sentence())
        .isEqualTo(
            "blue_against_blue: the rule for errors would have rolled back a part of blue 0 times"
                + " in 48.0 hours");
  }

  @Test
  void anAlarmIsCountedOnceToldAndMakesThoseAboutGreenDoubtful() {
    Weight tenth = new Weight(1_000);
    itself.setWeight(tenth);
    alarm(tenth);
    CriterionStatus status = itself.status();
    assertThat(status.level()).isEqualTo(Level.INCONCLUSIVE);
    assertThat(status.sentence())
        .startsWith("blue_against_blue: the rule for errors would have rolled back a part of blue")
        .contains("1 times")
        .endsWith("its alarms about green are to be doubted");
    nanos += 2 * AffectedShare.FAST_BLOCK_NANOS;
    second();
    alarm(tenth);
    assertThat(itself.status().sentence()).contains("2 times");
    itself.restart(nanos);
    assertThat(itself.status().level()).isEqualTo(Level.OK);
  }

  /** What cannot be: only users of the part fail. */
  private void alarm(Weight green) {
    for (int i = 0; i < 400; i++) {
      long user = random.nextLong();
      send(user, isInPart(user, green.ratio() / (1 - green.ratio())));
      if (i % 10 == 0) {
        second();
      }
    }
  }
}
