package io.canaryrouter.judge;

import static org.assertj.core.api.Assertions.assertThat;

import io.canaryrouter.split.Weight;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is missing before green can be called well, and how long that takes. */
class OutlookTest {
  private static final Weight HUNDREDTH = new Weight(100);

  private final AffectedUsers errors =
      new HurtUsers(GuardSettings.DEFAULT, List.of(), AlphaBudget.DEFAULT).errors();

  private String missing(Weight green, long requests, double perMinute) {
    return Outlook.missing(errors, green, requests, perMinute);
  }

  @Test
  void itSaysHowManyRequestsHowLongThatTakesAndWhatAHigherWeightWould() {
    long needed = errors.needed(HUNDREDTH);
    assertThat(missing(HUNDREDTH, needed - 210, 2_333))
        .matches("needs about 210 more green requests, about 9 minutes; at 5% about \\d+ minutes");
  }

  @ParameterizedTest
  @CsvSource({
    "0, the first step, 1%",
    "50, between, 1%",
    "100, the next, 5%",
    "700, between, 10%",
    "2499, between, 25%",
    "2500, the next, 50%"
  })
  void theNextWeightThatPeopleUseIsTheOneTold(int basisPoints, String where, String next) {
    Weight weight = new Weight(Math.max(1, basisPoints));
    assertThat(missing(weight, 0, 600)).as(where).contains("; at " + next + " about ");
  }

  @Test
  void fromHalfOnThereIsNoNextOne() {
    assertThat(missing(new Weight(5_000), 0, 600)).doesNotContain("; at");
  }

  @ParameterizedTest
  @CsvSource({"0", "10000"})
  void withEveryoneOnOneStackThereIsNothingToCompare(int basisPoints) {
    assertThat(missing(new Weight(basisPoints), 0, 600))
        .isEqualTo("with everyone on one stack there is nothing to compare");
  }

  @ParameterizedTest
  @CsvSource({"0", "NaN", "4.9e-324"})
  void withoutTrafficItPromisesNoTime(double perMinute) {
    assertThat(missing(HUNDREDTH, 0, perMinute))
        .contains("more green requests, and at the moment there are none");
  }

  @Test
  void whatTakesLongerThanTwoHoursIsToldInHoursAndNeverMoreExactlyThanAnyoneKnows() {
    assertThat(missing(HUNDREDTH, 0, 6))
        .matches(
            "needs about [1-9]\\d0 more green requests, about \\d\\d0? hours; at 5% about"
                + " \\d\\d0? (hours|minutes)");
  }

  @Test
  void whatIsMissingIsAtLeastOneRequestOneMinute() {
    assertThat(missing(HUNDREDTH, Long.MAX_VALUE, 1e9))
        .isEqualTo("needs about 1 more green requests, about 1 minutes; at 5% about 1 minutes");
  }
}
