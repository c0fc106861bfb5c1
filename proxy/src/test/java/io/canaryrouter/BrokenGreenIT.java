package io.canaryrouter;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.canaryrouter.testing.Answer;
import io.canaryrouter.testing.FaultyStack;
import io.canaryrouter.testing.MetricsText;
import io.canaryrouter.testing.Operator;
import io.canaryrouter.testing.PacedUsers;
import io.canaryrouter.testing.Patience;
import io.canaryrouter.testing.RunningRouter;
import io.canaryrouter.testing.Setup;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Green breaks completely while a hundred requests a second come in: what it costs whom until
 * everyone is on blue.
 *
 * <p>Counted are all requests that the split gave to green and that green failed, those under way
 * at the moment of the decision included.
 */
class BrokenGreenIT {
  /** As many users must be hit before anything is proved. */
  private static final int LEAST_FAILURES = 3;

  /**
   * Green's share, what may fail, and the sentence: of few users their share proves it, of many the
   * run of failures comes first. With half of the requests on green there is one each 20 ms, and a
   * machine that is busy with other tests takes a few of these to decide.
   */
  private static final String ONE_IN_TEN =
      "10, 6, '^error_rate: (\\d) of the \\1 users newly hit by errors were on green'";

  private static final String ONE_IN_TWO =
      "50, 10, 'last 5 requests.* all failed while blue answered'";
  private static final String WITHOUT_OPINION =
      "shutdown: {delay: 25s, linger: 0s}\nguard: {second-opinion: false}";

  @AutoClose private final FaultyStack blue = stack();
  @AutoClose private final FaultyStack green = stack();
  @AutoClose private final Setup setup = Setup.between(blue.authority(), green.authority());

  @ParameterizedTest
  @CsvSource({ONE_IN_TEN, ONE_IN_TWO})
  void whoReadsSeesNothingOfAGreenThatFailsEverything(int percent, int most, String sentence) {
    setup.weight(percent + "%");
    try (RunningRouter router = RunningRouter.ready(setup)) {
      assertThat(untilLatched(router, percent, most, sentence)).as("what readers saw").isEmpty();
      assertThat(failures(router, true)).isBetween(LEAST_FAILURES, most);
      assertThat(failures(router, false)).isZero();
    }
  }

  @ParameterizedTest
  @CsvSource({ONE_IN_TEN, ONE_IN_TWO})
  void withoutASecondOpinionAHandfulSeesIt(int percent, int most, String sentence) {
    setup.weight(percent + "%").ending(WITHOUT_OPINION);
    try (RunningRouter router = RunningRouter.ready(setup)) {
      List<String> seen = untilLatched(router, percent, most, sentence);
      assertThat(seen).hasSizeBetween(LEAST_FAILURES, most).containsOnly("500");
      assertThat(failures(router, false)).isEqualTo(seen.size());
      assertThat(failures(router, true)).isZero();
    }
  }

  @ParameterizedTest
  @CsvSource({"10, 6", "50, 10"})
  void nobodySeesAnythingOfAGreenThatIsGone(int percent, int most) {
    setup.weight(percent + "%").ending(WITHOUT_OPINION);
    try (RunningRouter router = RunningRouter.ready(setup)) {
      List<String> seen = untilOnBlue(router, percent, this::stopGreen);
      assertThat(seen).as("what readers saw").isEmpty();
      assertThat(failures(router, true)).isBetween(LEAST_FAILURES, most);
      assertThat(failures(router, false)).isZero();
    }
  }

  private List<String> untilLatched(RunningRouter router, int percent, int most, String sentence) {
    List<String> seen =
        untilOnBlue(router, percent, () -> green.byDefault(Answer.status(500, "broken")));
    JsonNode state = router.operator().state();
    assertThat(state.at("/latch/sentence").asText()).containsPattern(sentence);
    int served = state.at("/stacks/green/totals/outcomes/ok").asInt();
    assertThat(green.requests().size() - served)
        .as("what reached green and failed")
        .isBetween(LEAST_FAILURES, most);
    return seen;
  }

  private void stopGreen() {
    green.refuseConnections();
    green.dropConnections();
  }

  /** Breaks green once it has served everybody; what readers saw before and after. */
  private static List<String> untilOnBlue(RunningRouter router, int percent, Runnable breakGreen) {
    PacedUsers users = PacedUsers.on(router.url(), percent);
    try (users) {
      users.awaitRound();
      breakGreen.run();
      Operator operator = router.operator();
      Patience.until(
          () -> operator.state().at("/split/actual").asText().equals("0%"), "all to be on blue");
      users.awaitRound();
    }
    return users.failures();
  }

  /** What the split gave to green, and green did not answer well. */
  private static int failures(RunningRouter router, boolean isRescued) {
    MetricsText metrics = router.operator().metrics();
    String kind = "rescued=\"%s\",route=\"other\",stack=\"green\"".formatted(isRescued);
    String well = "outcome=\"ok\"," + kind;
    return (int)
        (metrics.sum("canary_requests_total", kind) - metrics.sum("canary_requests_total", well));
  }

  private static FaultyStack stack() {
    return FaultyStack.start(Answer.ok("well")).onTarget("/up", Answer.ok("up"));
  }
}
