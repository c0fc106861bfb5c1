package io.canaryrouter.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.canaryrouter.testing.Seeds;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** When a stack is another one than before. */
class BuildsTest {
  private static final long SECOND = TimeUnit.SECONDS.toNanos(1);

  /** Monotonic time passes through zero wherever it likes. */
  private long nanos = -2 * SECOND;

  private Builds builds = Builds.NONE;

  private void named(String build) {
    builds = builds.named(build, nanos);
  }

  private void passes(long seconds) {
    nanos += seconds * SECOND;
  }

  @Test
  void theFirstBuildIsNoNews() {
    named("a");
    assertThat(builds.current()).isEqualTo("a");
    assertThat(builds.renewals()).isZero();
  }

  @Test
  void aBuildThatIsRolledOutWhileTheOldOneStillAnswersIsNewsOnce() {
    named("a");
    for (int i = 0; i < 3_600; i++) {
      passes(1);
      named("a");
      named("b");
    }
    assertThat(builds.current()).isEqualTo("b");
    assertThat(builds.renewals()).isEqualTo(1);
  }

  @Test
  void theOldBuildIsNewsAgainOnceItHasBeenForgotten() {
    named("a");
    passes(1);
    named("b");
    for (int i = 0; i < 301; i++) {
      passes(1);
      named("b");
    }
    named("a");
    assertThat(builds.current()).isEqualTo("a");
    assertThat(builds.renewals()).isEqualTo(2);
  }

  @Test
  void whoTakesADeployBackHasTheOldBuildAgainOnceTheNewOneIsForgotten() {
    named("a");
    passes(60);
    named("b");
    for (int i = 0; i < 299; i++) {
      passes(1);
      named("a");
    }
    assertThat(builds.current()).isEqualTo("b");
    passes(1);
    named("a");
    assertThat(builds.current()).isEqualTo("a");
    assertThat(builds.renewals()).isEqualTo(2);
  }

  @Test
  void silenceMakesNoBuildNew() {
    named("a");
    passes(7_200);
    named("a");
    assertThat(builds.renewals()).isZero();
  }

  @Test
  void aFieldThatIsAnotherWithEveryAnswerIsNoVersionAndBeginsNothingAnewForLong() {
    for (int i = 0; i < 10_000; i++) {
      named("request-" + i);
      passes(1);
    }
    assertThat(builds.isCrowded()).isTrue();
    assertThat(builds.renewals()).isEqualTo(3);
    passes(301);
    named("a");
    assertThat(builds.current()).isEqualTo("a");
    assertThat(builds.isCrowded()).isFalse();
  }

  @Test
  void whatIsNamedAThousandTimesASecondIsNotedOnce() {
    named("a");
    Builds noted = builds;
    for (int i = 0; i < 1_000; i++) {
      nanos += SECOND / 1_001;
      named("a");
    }
    assertThat(builds).isSameAs(noted);
  }

  @Test
  void whateverIsNamedWheneverFewAreKeptAndEachRenewalIsOfAnother() {
    Seeds.rounds(
        200,
        random -> {
          nanos = random.nextLong();
          builds = Builds.NONE;
          int variety = 1 + random.nextInt(8);
          for (int i = 0; i < 500; i++) {
            passes(random.nextInt(1 << random.nextInt(9)));
            Builds before = builds;
            named("b" + random.nextInt(variety));
            assertThat(builds.seen()).hasSizeLessThanOrEqualTo(Builds.MOST);
            assertThat(builds.renewals() - before.renewals()).isBetween(0L, 1L);
            assertThat(builds.current().equals(before.current()))
                .isEqualTo(builds.renewals() == before.renewals() && !before.current().isEmpty());
          }
        });
  }

  @Test
  void ofALongTextTheEndIsKeptForThereVersionsDiffer() {
    String digest = "0123456789abcdef".repeat(4);
    assertThat(Builds.read("registry.example/shop@sha256:" + digest)).isEqualTo(digest);
    assertThat(Builds.read("v1.2.3 (main)")).isEqualTo("v1.2.3 (main)");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "a\tb", "v1\u0000", "caf\u00e9", "a\u001b[2J"})
  void whatNoLabelMayHoldNamesNothing(String field) {
    assertThat(Builds.read(field)).isNull();
  }

  @Test
  void noBytesOfAStackReachALogAsAnythingButVisibleAscii() {
    Seeds.rounds(
        200,
        random -> {
          String build = Builds.read(text(random));
          assertThat(build == null || build.matches("[ -~]{1,64}")).isTrue();
        });
  }

  private static String text(Random random) {
    StringBuilder text = new StringBuilder();
    int highest = random.nextBoolean() ? 0x7e : 0xff;
    for (int i = random.nextInt(100); i >= 0; i--) {
      text.append((char) (0x20 + random.nextInt(highest - 0x1f)));
    }
    return text.toString();
  }
}
