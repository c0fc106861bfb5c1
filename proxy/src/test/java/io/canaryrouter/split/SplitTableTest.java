package io.canaryrouter.split;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SplitTableTest {
  private static final int USERS = 2_000;

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void noWeightTakesNobodyAndTheWholeTakesEverybody(long seed) {
    Random random = new Random(seed);
    String salt = salt(random);
    for (String user : users(random)) {
      assertThat(isGreen(salt, Weight.NONE, user)).as("seed %d user %s", seed, user).isFalse();
      assertThat(isGreen(salt, Weight.ALL, user)).as("seed %d user %s", seed, user).isTrue();
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {4, 5, 6})
  void raisingTheWeightMovesUsersOnlyFromBlueToGreen(long seed) {
    Random random = new Random(seed);
    String salt = salt(random);
    List<String> users = users(random);
    for (int i = 0; i < 50; i++) {
      int one = random.nextInt(Bucket.COUNT + 1);
      int other = random.nextInt(Bucket.COUNT + 1);
      Weight low = new Weight(Math.min(one, other));
      Weight high = new Weight(Math.max(one, other));
      assertThat(users)
          .as("seed %d from %s to %s", seed, low, high)
          .allMatch(user -> !isGreen(salt, low, user) || isGreen(salt, high, user));
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {7, 8, 9})
  void tenPercentIsExactlyTheUsersWhoseBucketIsAMultipleOfTen(long seed) {
    Random random = new Random(seed);
    String salt = salt(random);
    assertThat(users(random))
        .as("seed %d", seed)
        .allMatch(
            user -> isGreen(salt, new Weight(1_000), user) == (Bucket.of(salt, user) % 10 == 0));
  }

  @ParameterizedTest
  @ValueSource(longs = {10, 11, 12})
  void greenGetsItsShareOfTheUsers(long seed) {
    Random random = new Random(seed);
    String salt = salt(random);
    long green =
        users(random).stream().filter(user -> isGreen(salt, new Weight(2_500), user)).count();
    // Five standard deviations of a binomial draw.
    assertThat(green).as("seed %d", seed).isBetween(500L - 97, 500L + 97);
  }

  @Test
  void aVisitorWithoutAKeyGoesToBlueAndIsNotJudged() {
    Assignment assignment = table(Weight.ALL, null, false).assign(Question.of(null));
    assertThat(assignment.stack()).isEqualTo(Stack.BLUE);
    assertThat(assignment.reason()).isEqualTo(Assignment.Reason.ANONYMOUS);
    assertThat(assignment.isJudged()).isFalse();
  }

  @Test
  void theLatchSendsEveryoneToBlueWhateverTheWeight() {
    SplitTable table =
        table(Weight.ALL, new SplitTable.Latch("manual", "because", 0, "ana"), false);
    assertThat(table.effective()).isEqualTo(Weight.NONE);
    assertThat(table.assign(Question.of("42")).stack()).isEqualTo(Stack.BLUE);
    assertThat(table.assign(Question.of("42")).reason()).isEqualTo(Assignment.Reason.LATCH);
  }

  @Test
  void blueForcedByTheEnvironmentStandsAboveEverything() {
    SplitTable table = table(Weight.ALL, new SplitTable.Latch("manual", "because", 0, "a"), true);
    assertThat(table.assign(Question.of("42")).reason()).isEqualTo(Assignment.Reason.FORCED);
    assertThat(table.assign(Question.of(null)).stack()).isEqualTo(Stack.BLUE);
  }

  @Test
  void aHoldKeepsEveryoneOnBlueAndLatchesNothing() {
    SplitTable away = held(SplitTable.Hold.Cause.AWAY, null);
    assertThat(away.effective()).isEqualTo(Weight.NONE);
    assertThat(away.assign(Question.of("42")))
        .isEqualTo(new Assignment(Stack.BLUE, Assignment.Reason.AWAY, 1));
    assertThat(held(SplitTable.Hold.Cause.DOUBT, null).assign(Question.of("42")).reason())
        .isEqualTo(Assignment.Reason.DOUBT);
  }

  @Test
  void aLatchIsStrongerThanAHold() {
    SplitTable.Latch latch = new SplitTable.Latch("manual", "because", 0, "ana");
    assertThat(held(SplitTable.Hold.Cause.AWAY, latch).assign(Question.of("42")).reason())
        .isEqualTo(Assignment.Reason.LATCH);
  }

  private static SplitTable held(SplitTable.Hold.Cause cause, SplitTable.@Nullable Latch latch) {
    return new SplitTable(1, 1, Weight.ALL, "", latch, new SplitTable.Hold(cause, "why"), false);
  }

  private static boolean isGreen(String salt, Weight green, String user) {
    return new SplitTable(1, 1, green, salt, null, false).assign(Question.of(user)).stack()
        == Stack.GREEN;
  }

  private static SplitTable table(
      Weight green, SplitTable.@Nullable Latch latch, boolean forcedBlue) {
    return new SplitTable(1, 1, green, "", latch, forcedBlue);
  }

  private static String salt(Random random) {
    return random.nextBoolean() ? "" : Long.toHexString(random.nextLong());
  }

  private static List<String> users(Random random) {
    return Stream.generate(() -> String.valueOf(random.nextInt(1_000_000)))
        .distinct()
        .limit(USERS)
        .toList();
  }
}
