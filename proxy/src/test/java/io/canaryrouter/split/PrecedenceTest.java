package io.canaryrouter.split;

import static org.assertj.core.api.Assertions.assertThat;

import io.canaryrouter.split.Assignment.Reason;
import io.canaryrouter.testing.Seeds;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Who decides when several rules apply to one request. */
class PrecedenceTest {
  private static final SplitTable.Latch LATCH = new SplitTable.Latch("manual", "a test", 0, "ana");
  private static final Lists BOTH = new Lists(Set.of("42"), Set.of("42"));
  private static final Lists ALLOWED = new Lists(Set.of("42"), Set.of());

  @Test
  void forcedBlueIsStrongerThanAPin() {
    assertThat(table(LATCH, true).assign(asked(Stack.GREEN, Stack.GREEN, ALLOWED)))
        .isEqualTo(new Assignment(Stack.BLUE, Reason.FORCED, 7));
  }

  @Test
  void aPinIsStrongerThanAnOverride() {
    assertThat(table(LATCH, false).assign(asked(Stack.BLUE, Stack.GREEN, ALLOWED)))
        .isEqualTo(new Assignment(Stack.BLUE, Reason.PIN, 7));
    assertThat(table(null, false).assign(asked(Stack.GREEN, Stack.BLUE, ALLOWED)))
        .isEqualTo(new Assignment(Stack.GREEN, Reason.PIN, 7));
  }

  @Test
  void anOverrideIsStrongerThanTheLatch() {
    assertThat(table(LATCH, false).assign(asked(null, Stack.GREEN, BOTH)))
        .isEqualTo(new Assignment(Stack.GREEN, Reason.OVERRIDE, 7));
  }

  @Test
  void theLatchIsStrongerThanAList() {
    assertThat(table(LATCH, false).assign(asked(null, null, ALLOWED)))
        .isEqualTo(new Assignment(Stack.BLUE, Reason.LATCH, 7));
  }

  @Test
  void denyIsStrongerThanAllow() {
    assertThat(table(null, false).assign(asked(null, null, BOTH)))
        .isEqualTo(new Assignment(Stack.BLUE, Reason.DENY, 7));
  }

  @Test
  void allowIsStrongerThanTheRankAtAnyWeight() {
    SplitTable nobody = new SplitTable(1, 7, Weight.NONE, "", null, false);

    assertThat(nobody.assign(asked(null, null, ALLOWED)))
        .isEqualTo(new Assignment(Stack.GREEN, Reason.ALLOW, 7));
    assertThat(nobody.assign(asked("43", null, null, ALLOWED)).reason()).isEqualTo(Reason.RANK);
  }

  @Test
  void whoHasNoKeyStandsInNoList() {
    assertThat(table(null, false).assign(asked(null, null, null, ALLOWED)).reason())
        .isEqualTo(Reason.ANONYMOUS);
  }

  @Test
  void onlyWhomTheHashAloneSentIsJudged() {
    Seeds.rounds(
        300,
        random -> {
          Assignment assignment =
              table(random.nextBoolean() ? LATCH : null, random.nextInt(4) == 0)
                  .assign(
                      asked(
                          random.nextBoolean() ? "42" : null,
                          stack(random),
                          stack(random),
                          random.nextBoolean() ? BOTH : Lists.NONE));

          assertThat(assignment.isJudged()).isEqualTo(assignment.reason() == Reason.RANK);
        });
  }

  @Test
  void aSilentGuardAndAnUnseenGreenHoldAllowedUsersBackButNoPersonsChoice() {
    AtomicLong nanos = new AtomicLong();
    Splitter splitter =
        new Splitter(new SplitTable(1, 7, Weight.NONE, "", null, false), nanos::get);

    assertThat(splitter.assign(asked(null, null, ALLOWED), false).reason())
        .isEqualTo(Reason.UNPROBED);
    assertThat(splitter.assign(asked(null, Stack.GREEN, ALLOWED), false).stack())
        .isEqualTo(Stack.GREEN);

    nanos.addAndGet(TimeUnit.SECONDS.toNanos(10));

    assertThat(splitter.assign(asked(null, null, ALLOWED), true))
        .isEqualTo(new Assignment(Stack.BLUE, Reason.GUARDIAN, 7));
    assertThat(splitter.assign(asked(null, null, BOTH), true).reason()).isEqualTo(Reason.DENY);
    assertThat(splitter.assign(asked(Stack.GREEN, null, BOTH), true).reason())
        .isEqualTo(Reason.PIN);
    assertThat(splitter.assign(asked(null, Stack.GREEN, BOTH), true).reason())
        .isEqualTo(Reason.OVERRIDE);
  }

  @Test
  void theListsTellNobodysKey() {
    assertThat(ALLOWED.toString()).isEqualTo("Lists[allow=1, deny=0]");
  }

  private static SplitTable table(SplitTable.@Nullable Latch latch, boolean isForced) {
    return new SplitTable(1, 7, Weight.ALL, "", latch, isForced);
  }

  private static Question asked(@Nullable Stack pin, @Nullable Stack override, Lists lists) {
    return asked("42", pin, override, lists);
  }

  private static Question asked(
      @Nullable String key, @Nullable Stack pin, @Nullable Stack override, Lists lists) {
    return new Question(key, pin, override, lists);
  }

  private static @Nullable Stack stack(Random random) {
    return switch (random.nextInt(3)) {
      case 0 -> Stack.BLUE;
      case 1 -> Stack.GREEN;
      default -> null;
    };
  }
}
