package io.canaryrouter.judge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.canaryrouter.judge.Verdict.Level;
import io.canaryrouter.measure.Outcome;
import io.canaryrouter.measure.Sample;
import io.canaryrouter.measure.Sample.Remark;
import io.canaryrouter.routes.Route;
import io.canaryrouter.routes.RoutePattern;
import io.canaryrouter.split.Stack;
import io.canaryrouter.split.Weight;
import io.canaryrouter.testing.Seeds;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What a judged guard's evidence is worth to the next boot. */
class JudgedGuardRestartTest {
  private static final long SECOND = 1_000_000_000L;
  private static final long HOUR = 3_600 * SECOND;
  private static final RecentTraffic.Sum NOBODY = new RecentTraffic.Sum(0, 0, 0, 0);

  /** Whose evidence is of a minute, or is gathered again after a warm-up. */
  private static final Set<String> OTHERS =
      Stream.of(Slowness.REASONS, RunRule.REASONS, List.of("run", "throughput"))
          .flatMap(List::stream)
          .collect(Collectors.toSet());

  private static final Weight TENTH = new Weight(1_000);
  private static final Route LOGIN =
      new Route(
          "login",
          RoutePattern.parse("/login"),
          Optional.empty(),
          Route.SUCCESS,
          OptionalDouble.of(0.98),
          OptionalLong.empty(),
          false);

  /** A guard and its own monotonic clock. */
  private static final class Boot {
    final JudgedGuard guard;
    long nanos;

    Boot(long nanos, Route... routes) {
      this.nanos = nanos;
      guard = new JudgedGuard(GuardSettings.DEFAULT, List.of(routes), AlphaBudget.DEFAULT);
      guard.start(nanos, TENTH);
    }

    void second() {
      nanos += SECOND;
      guard.tick(nanos);
    }

    void send(Stack stack, long user, Outcome outcome, int status, Remark remark, String route) {
      guard.record(
          new Sample(
              nanos, 1, stack, outcome, status, false, true, user, true, user, 5_000_000, route,
              remark));
    }

    void fail(long user) {
      send(Stack.GREEN, user, Outcome.SERVER_ERROR, 500, Remark.NONE, Route.OTHER);
    }

    void well(int green, int blue, long firstUser) {
      for (int i = 0; i < green + blue; i++) {
        Stack stack = i < green ? Stack.GREEN : Stack.BLUE;
        send(stack, firstUser + i, Outcome.OK, 200, Remark.NONE, Route.OTHER);
      }
    }

    byte[] written() throws IOException {
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      guard.writeTo(new DataOutputStream(bytes));
      return bytes.toByteArray();
    }

    void read(byte[] bytes) throws IOException {
      guard.readFrom(new DataInputStream(new ByteArrayInputStream(bytes)), nanos);
    }

    /** What is known of users, by criterion. */
    Map<String, Evidence> evidence() {
      Map<String, Evidence> evidence = new TreeMap<>();
      for (CriterionStatus status : guard.criteria()) {
        if (status.evidence() != null && !OTHERS.contains(status.criterion())) {
          evidence.put(status.criterion(), status.evidence());
        }
      }
      return evidence;
    }
  }

  /** Traffic of one second, the same for whoever is given it. */
  private static void play(long seed, double broken, Boot... boots) {
    for (Boot boot : boots) {
      Random random = new Random(seed);
      for (int i = 0; i < 40; i++) {
        long user = random.nextInt(20_000);
        Stack stack = user % 10 == 0 ? Stack.GREEN : Stack.BLUE;
        String route = random.nextInt(5) == 0 ? "login" : Route.OTHER;
        double luck = random.nextDouble() - (stack == Stack.GREEN ? broken : 0);
        if (luck < 0.001) {
          boot.send(stack, user, Outcome.SERVER_ERROR, 500, Remark.NONE, route);
        } else if (luck < 0.003) {
          boot.send(stack, user, Outcome.CLIENT_ERROR, 422, Remark.NONE, route);
        } else {
          Remark remark = luck < 0.004 ? Remark.SELF_REDIRECT : Remark.NONE;
          boot.send(stack, user, Outcome.OK, 200, remark, route);
        }
      }
      boot.second();
    }
  }

  @Test
  void aGuardThatWasRestartedFindsTheSameAtTheSameMoment() {
    Seeds.rounds(
        20,
        random -> {
          Boot kept = new Boot(7_000 * SECOND, LOGIN);
          double broken = random.nextInt(3) * 0.02;
          int restart = 60 + random.nextInt(500);
          for (int second = 0; second < restart; second++) {
            play(random.nextLong(), broken / 20, kept);
          }
          Boot next = new Boot(-random.nextInt(1_000_000) * SECOND, LOGIN);
          next.read(kept.written());
          for (int second = 0; second < 2_000 && !isTripped(kept); second++) {
            play(random.nextLong(), broken, kept, next);
            assertThat(next.evidence()).isEqualTo(kept.evidence());
            assertThat(isTripped(next)).isEqualTo(isTripped(kept));
          }
          if (isTripped(kept)) {
            assertThat(next.guard.verdict()).isEqualTo(kept.guard.verdict());
          }
          assertThat(isTripped(kept)).isEqualTo(broken > 0);
        });
  }

  private static boolean isTripped(Boot boot) {
    return boot.guard.verdict().level() == Level.CRITICAL;
  }

  @Test
  void usersHitBeforeAndAfterTogetherAreProof() throws IOException {
    Boot before = new Boot(7_000 * SECOND);
    Boot fresh = new Boot(9_000 * SECOND);
    Boot next = new Boot(9_000 * SECOND);
    for (int user = 0; user < 3; user++) {
      before.well(8, 72, 1_000 + 80 * user);
      before.fail(user);
      before.second();
    }
    assertThat(isTripped(before)).isFalse();
    next.read(before.written());
    for (int user = 3; user < 6; user++) {
      for (Boot boot : List.of(fresh, next)) {
        boot.well(8, 72, 2_000 + 80 * user);
        boot.fail(user);
        boot.second();
      }
    }
    assertThat(isTripped(fresh)).isFalse();
    assertThat(isTripped(next)).isTrue();
  }

  @Test
  void aUserHitBeforeAndAfterIsOneUser() throws IOException {
    Boot boot = new Boot(7_000 * SECOND);
    for (int restart = 0; restart < 30; restart++) {
      boot.well(8, 72, 1_000 + 80 * restart);
      boot.fail(1);
      boot.fail(2);
      boot.second();
      Boot next = new Boot(restart * SECOND);
      next.read(boot.written());
      boot = next;
    }
    Evidence errors = Objects.requireNonNull(boot.evidence().get("error_rate"));
    assertThat(errors.green().users()).isEqualTo(2);
    assertThat(isTripped(boot)).isFalse();
  }

  /** Else whoever restarts a router often enough would roll every release back. */
  @Test
  void restartsSpendNothingOfTheBudgetOfFalseAlarms() throws IOException {
    double level = Math.log(1 / 0.05);
    int alarms = 0;
    Random random = new Random(11);
    for (int rollout = 0; rollout < 400; rollout++) {
      alarms += everReaches(level, random) ? 1 : 0;
    }
    assertThat(alarms).isLessThan(33);
  }

  /** An hour of a fault that both have, with a restart after every twentieth user. */
  private static boolean everReaches(double level, Random random) throws IOException {
    AffectedShare share = AffectedShare.fast(0);
    for (int user = 0; user < 600; user++) {
      Stack stack = random.nextInt(10) == 0 ? Stack.GREEN : Stack.BLUE;
      share.record(random.nextLong(), stack, TENTH);
      if (share.logEvidence() >= level) {
        return true;
      }
      share.tick((user + 1) * 6L * SECOND - 1);
      if (user % 20 == 0) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        share.writeTo(new DataOutputStream(bytes));
        share = AffectedShare.fast(0);
        share.readFrom(
            new DataInputStream(new ByteArrayInputStream(bytes.toByteArray())),
            (user + 1) * 6L * SECOND - 1);
      }
    }
    return false;
  }

  @Test
  void evidenceUnderOtherSettingsIsRefusedAndWhatIsKnownStays() throws IOException {
    byte[] written = new Boot(0).written();
    Boot other = new Boot(0, LOGIN);
    other.well(8, 72, 1_000);
    other.fail(1);
    Map<String, Evidence> known = other.evidence();
    assertThatThrownBy(() -> other.read(written))
        .isInstanceOf(IOException.class)
        .hasMessage("the settings of the guard or of its routes have changed");
    assertThat(other.evidence()).isEqualTo(known);
  }

  @Test
  void evidenceThatIsCutOffLeavesAGuardThatKnowsNothing() throws IOException {
    byte[] written = ill().written();
    Map<String, Evidence> none = new Boot(0).evidence();
    Random random = new Random(3);
    for (int round = 0; round < 50; round++) {
      byte[] cut = Arrays.copyOf(written, random.nextInt(written.length));
      Boot boot = new Boot(0);
      assertThatThrownBy(() -> boot.read(cut)).isInstanceOf(IOException.class);
      assertThat(boot.evidence()).isEqualTo(none);
      assertThat(boot.guard.verdict().level()).isEqualTo(Level.INCONCLUSIVE);
    }
  }

  @Test
  void noBytesBreakIt() {
    Seeds.rounds(
        100,
        random -> {
          byte[] bytes = ill().written();
          // The first 38 bytes name the settings.
          for (int flips = 1 + random.nextInt(20); flips > 0; flips--) {
            bytes[38 + random.nextInt(bytes.length - 38)] = (byte) random.nextInt();
          }
          Boot boot = new Boot(0);
          assertThatCode(
                  () -> {
                    try {
                      boot.read(bytes);
                    } catch (IOException refused) {
                      assertThat(boot.evidence()).isEqualTo(new Boot(0).evidence());
                    }
                    for (int second = 0; second < 60; second++) {
                      play(random.nextLong(), 0, boot);
                      boot.guard.verdict();
                      boot.guard.criteria();
                    }
                  })
              .doesNotThrowAnyException();
        });
  }

  private static Boot ill() {
    Boot boot = new Boot(7_000 * SECOND);
    for (int user = 0; user < 3; user++) {
      boot.well(8, 72, 1_000 + 80 * user);
      boot.fail(user);
      boot.second();
    }
    return boot;
  }

  @Test
  void whatIsOnRecordOfBluesDayIsKept() throws IOException {
    LateStage before = new LateStage(0.01);
    before.restart(500 * HOUR);
    for (int user = 0; user < 1_000; user++) {
      before.record(user, Stack.BLUE, user < 30);
    }
    before.tick(503 * HOUR);
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    before.writeTo(new DataOutputStream(bytes));
    LateStage next = new LateStage(0.01);
    next.restart(-7 * HOUR);
    next.readFrom(new DataInputStream(new ByteArrayInputStream(bytes.toByteArray())));
    next.tick(13 * HOUR);
    assertThat(next.sentence(NOBODY, NOBODY)).contains("this hour of the day with nothing");
    next.tick(14 * HOUR);
    assertThat(next.sentence(NOBODY, NOBODY)).contains("this hour of the day with 3.00 %");
    next.tick(15 * HOUR);
    assertThat(next.sentence(NOBODY, NOBODY)).contains("this hour of the day with nothing");
  }

  @Test
  void itIsAsLongAsIsWritten() throws IOException {
    Boot boot = new Boot(0);
    assertThat(boot.written().length).isLessThan(220 * 1_024);
    for (int user = 0; user < 1_000_000; user++) {
      Stack stack = user % 10 == 0 ? Stack.GREEN : Stack.BLUE;
      boot.send(stack, user, Outcome.SERVER_ERROR, 500, Remark.NONE, Route.OTHER);
      boot.send(stack, user, Outcome.CLIENT_ERROR, 422, Remark.NONE, Route.OTHER);
      boot.send(stack, user, Outcome.OK, 302, Remark.SELF_REDIRECT, Route.OTHER);
    }
    Evidence errors = Objects.requireNonNull(boot.evidence().get("error_rate"));
    assertThat(errors.green().users() + errors.blue().users()).isGreaterThan(600_000);
    assertThat(boot.written().length).isLessThan(4 * 1_024 * 1_024);
  }

  @Test
  void aGuardOfLimitsAloneKeepsNone() throws IOException {
    LiteralGuard guard = new LiteralGuard(GuardSettings.DEFAULT, List.of());
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    guard.writeTo(new DataOutputStream(bytes));
    assertThat(bytes.size()).isZero();
    assertThatThrownBy(
            () -> guard.readFrom(new DataInputStream(new ByteArrayInputStream(new byte[9])), 0))
        .hasMessage("this guard keeps none");
  }
}
