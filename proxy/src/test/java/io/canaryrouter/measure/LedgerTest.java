package io.canaryrouter.measure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import com.sun.management.ThreadMXBean;
import io.canaryrouter.identity.IdentitySource;
import io.canaryrouter.identity.UserKey;
import io.canaryrouter.split.Stack;
import io.canaryrouter.split.Weight;
import io.canaryrouter.testing.Seeds;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.function.Predicate;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class LedgerTest {
  private static final long SECOND = 1_000_000_000L;
  private static final long START = 77 * SECOND;
  private static final Weight TENTH = Weight.parse("10%");

  /** 2026-11-23T00:00:10Z. */
  private static final long WALL_MILLIS = 1_795_392_010_000L;

  private final List<MinuteRecord> minutes = new ArrayList<>();
  private final Ledger ledger = new Ledger(START, WALL_MILLIS, minutes::addAll);

  @BeforeEach
  void begin() {
    ledger.epoch(START, 1, TENTH);
  }

  @Test
  void theEpochHoldsItsOwnRequestsAndTheMinuteAll() {
    ledger.record(sample(Stack.GREEN, Outcome.OK, 1, "other"));
    ledger.epoch(START + SECOND, 2, Weight.parse("20%"));
    ledger.record(epochSample(1));
    ledger.record(epochSample(2));
    Spans all = green().all();
    assertThat(all.minute().counts().total()).isEqualTo(3);
    assertThat(all.hour().counts().total()).isEqualTo(3);
    assertThat(all.epoch().counts().total()).isEqualTo(1);
    assertThat(all.epoch().seconds()).isZero();
    assertThat(ledger.figures(START + 9 * SECOND).stack(Stack.GREEN).all().epoch().seconds())
        .isEqualTo(8);
  }

  @Test
  void theSameEpochToldAgainLosesNothing() {
    ledger.record(sample(Stack.GREEN, Outcome.OK, 1, "other"));
    ledger.epoch(START + SECOND, 1, TENTH);
    assertThat(green().all().epoch().counts().total()).isEqualTo(1);
  }

  @Test
  void whatTheHashDidNotAssignIsShownButNotCompared() {
    ledger.record(sample(Stack.GREEN, Outcome.OK, 1, "other"));
    ledger.record(
        new Sample(START, 1, Stack.GREEN, Outcome.RESET, 0, false, false, 2, -1, "excluded"));
    assertThat(green().all().minute().counts().total()).isEqualTo(2);
    assertThat(green().judged().minute().counts().total()).isEqualTo(1);
    assertThat(green().judged().minute().counts().errorRate()).isZero();
    assertThat(green().routes()).containsOnlyKeys("other", "excluded");
  }

  @Test
  void routesAddUpToTheirStack() {
    ledger.record(sample(Stack.GREEN, Outcome.AUTH, 1, "login"));
    ledger.record(sample(Stack.GREEN, Outcome.OK, 1, "login"));
    ledger.record(sample(Stack.GREEN, Outcome.OK, 2, "other"));
    assertThat(route("login").all().epoch().counts().total()).isEqualTo(2);
    assertThat(route("login").all().epoch().rejections()).containsEntry(Rejection.UNAUTHORIZED, 1L);
    assertThat(route("login").epochUsers()).isEqualTo(new Users(1, 0));
    assertThat(green().all().epoch().counts().total()).isEqualTo(3);
  }

  @Test
  void endlesslyManyRouteNamesBecomeOther() {
    for (int i = 0; i < 1_000; i++) {
      ledger.record(sample(Stack.GREEN, Outcome.OK, 1, "route-" + i));
    }
    assertThat(green().routes()).hasSize(RouteNames.MAX);
    assertThat(green().all().minute().counts().total()).isEqualTo(1_000);
  }

  @Test
  void usersAreToldApartAndNobodyIsNone() {
    for (int user = 1; user <= 5; user++) {
      ledger.record(sample(Stack.GREEN, Outcome.OK, user, "other"));
      ledger.record(sample(Stack.GREEN, user > 3 ? Outcome.RESET : Outcome.OK, user, "other"));
    }
    ledger.record(new Sample(START, 1, Stack.GREEN, Outcome.RESET, 0, false, true, 0, -1, "other"));
    assertThat(green().epochUsers()).isEqualTo(new Users(5, 2));
    assertThat(green().users()).isEqualTo(new Users(5, 2));
    ledger.epoch(START, 2, TENTH);
    assertThat(green().epochUsers()).isEqualTo(new Users(0, 0));
    assertThat(green().users()).isEqualTo(new Users(5, 2));
  }

  @Test
  void aUserOnBothStacksCrossesOnceAnEpoch() {
    for (int i = 0; i < 3; i++) {
      ledger.record(sample(Stack.GREEN, Outcome.OK, 1, "other"));
      ledger.record(sample(Stack.BLUE, Outcome.OK, 1, "other"));
      ledger.record(sample(Stack.BLUE, Outcome.OK, 2, "other"));
    }
    assertThat(ledger.figures(START).crossovers()).isEqualTo(1);
    ledger.epoch(START, 2, TENTH);
    ledger.record(epochSample(2));
    assertThat(ledger.figures(START).crossovers()).as("an epoch may move users").isEqualTo(1);
  }

  @Test
  void aMillionUsersTakeNoMoreMemoryThanAThousand() {
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    Random random = new Random(11);
    UserSketch sketch = new UserSketch();
    UserSet set = new UserSet();
    addUsers(random, 1_000, sketch, set);
    long before = threads.getCurrentThreadAllocatedBytes();
    addUsers(random, 1_000_000, sketch, set);
    assertThat(threads.getCurrentThreadAllocatedBytes() - before).isLessThan(4_096);
    assertThat(sketch.users().exposed()).isBetween(950_000L, 1_050_000L);
  }

  @Test
  void aMinutesRecordsAreHandedOutOnceItIsOver() {
    ledger.record(sample(Stack.GREEN, Outcome.OK, 1, "login"));
    ledger.record(sample(Stack.GREEN, Outcome.RESET, 2, "login"));
    ledger.record(sample(Stack.BLUE, Outcome.OK, 3, "other"));
    ledger.tick(START + 51 * SECOND);
    assertThat(minutes).as("the minute has ended, but the ring may hold more of it").isEmpty();
    ledger.tick(START + 52 * SECOND);
    assertThat(minutes).hasSize(2);
    MinuteRecord login = minutes.get(0);
    assertThat(login.key())
        .isEqualTo(
            new MinuteRecord.Key(WALL_MILLIS / 60_000, 1, TENTH, Stack.GREEN, "login", true));
    assertThat(login.window().counts().total()).isEqualTo(2);
    assertThat(login.users()).isEqualTo(new Users(2, 1));
    ledger.tick(START + 120 * SECOND);
    assertThat(minutes).as("a minute without requests has no record").hasSize(2);
  }

  @Test
  void lateNewsOfAMinuteMakesAnotherRecordThatMergesWithTheFirst() {
    ledger.record(sample(Stack.GREEN, Outcome.OK, 1, "other"));
    ledger.tick(START + 60 * SECOND);
    ledger.record(sample(Stack.GREEN, Outcome.OK, 2, "other"));
    ledger.tick(START + 61 * SECOND);
    assertThat(minutes).hasSize(2);
    MinuteRecord merged = minutes.get(0).merge(minutes.get(1));
    assertThat(merged.window().counts().total()).isEqualTo(2);
    assertThat(merged.users().exposed()).isEqualTo(2);
  }

  @Test
  void whatIsJudgedHasARecordOfItsOwn() {
    ledger.record(sample(Stack.GREEN, Outcome.OK, 1, "other"));
    ledger.record(
        new Sample(START, 1, Stack.GREEN, Outcome.RESET, 0, false, false, 2, -1, "other"));
    ledger.tick(START + 60 * SECOND);
    assertThat(minutes)
        .extracting(minute -> minute.key().judged(), minute -> minute.window().counts().failures())
        .containsExactlyInAnyOrder(tuple(true, 0L), tuple(false, 1L));
  }

  @Test
  void whatWasWrittenOfADayTellsWhatTheDaysFiguresTold() {
    Seeds.rounds(
        20,
        random -> {
          List<String> lines = new ArrayList<>();
          Ledger writer =
              new Ledger(
                  START,
                  WALL_MILLIS,
                  records -> records.forEach(record -> lines.add(record.toJson())));
          writer.epoch(START, 1, TENTH);
          long now = START;
          for (int i = 0; i < 2_000; i++) {
            now += (long) (random.nextDouble() * 10 * SECOND);
            writer.record(anySample(random, now));
            writer.tick(now);
          }
          writer.tick(now + 120 * SECOND);
          Figures.StackFigures shown = writer.figures(now).stack(Stack.GREEN);
          assertThat(replayed(lines, key -> true).counts())
              .usingRecursiveComparison()
              .isEqualTo(shown.all().epoch().counts());
          assertThat(replayed(lines, key -> true).latency())
              .isEqualTo(shown.all().epoch().latency());
          assertThat(replayed(lines, key -> true).rejections())
              .isEqualTo(shown.all().epoch().rejections());
          assertThat(replayed(lines, MinuteRecord.Key::judged).counts())
              .usingRecursiveComparison()
              .isEqualTo(shown.judged().epoch().counts());
          assertThat(replayed(lines, MinuteRecord.Key::judged).latency())
              .isEqualTo(shown.judged().epoch().latency());
        });
  }

  /** All of green's records that are asked for, read and added up. */
  private static Window replayed(List<String> lines, Predicate<MinuteRecord.Key> which) {
    Tally sum = new Tally();
    lines.stream()
        .map(MinuteRecord::parse)
        .filter(record -> record.key().stack() == Stack.GREEN && which.test(record.key()))
        .forEach(record -> sum.add(record.tally()));
    return sum.toWindow(0);
  }

  private static Sample anySample(Random random, long now) {
    Outcome[] outcomes = Outcome.values();
    return new Sample(
        now - (long) (random.nextDouble() * 5 * SECOND),
        1,
        random.nextBoolean() ? Stack.GREEN : Stack.BLUE,
        outcomes[random.nextInt(outcomes.length)],
        400 + random.nextInt(40),
        random.nextInt(4) == 0,
        random.nextInt(3) > 0,
        random.nextLong(),
        (long) Math.pow(10, 4 + 6 * random.nextDouble()),
        random.nextBoolean() ? "login" : "other");
  }

  @Test
  void recordsAreKeptApartByEpochAndTheirNumberIsBounded() {
    for (int epoch = 1; epoch <= 100; epoch++) {
      ledger.epoch(START, epoch, Weight.parse(epoch + "%"));
      ledger.record(epochSample(epoch));
    }
    assertThat(minutes).as("handed out before their time").hasSize(92);
    ledger.tick(START + 60 * SECOND);
    assertThat(minutes).hasSize(100);
    assertThat(minutes)
        .allSatisfy(minute ->
            assertThat(minute.key().green()).isEqualTo(Weight.parse(minute.key().epoch() + "%")));
  }

  private static void addUsers(Random random, int count, UserSketch sketch, UserSet set) {
    for (int i = 0; i < count; i++) {
      long hash = random.nextLong();
      sketch.add(hash, true);
      set.add(hash);
    }
  }

  private Figures.StackFigures green() {
    return ledger.figures(START + SECOND).stack(Stack.GREEN);
  }

  private Figures.RouteFigures route(String name) {
    return Objects.requireNonNull(green().routes().get(name));
  }

  private static Sample epochSample(long epoch) {
    return new Sample(
        START, epoch, Stack.GREEN, Outcome.OK, 200, false, true, hash(2), 5_000_000, "other");
  }

  private static Sample sample(Stack stack, Outcome outcome, int user, String route) {
    int status = outcome == Outcome.AUTH ? 401 : 200;
    return new Sample(START, 1, stack, outcome, status, false, true, hash(user), 5_000_000, route);
  }

  private static long hash(int user) {
    return new UserKey(String.valueOf(user), IdentitySource.HEADER).hash();
  }
}
