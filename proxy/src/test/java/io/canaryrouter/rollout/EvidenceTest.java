package io.canaryrouter.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import io.canaryrouter.judge.Judge;
import io.canaryrouter.judge.RunRule;
import io.canaryrouter.judge.Verdict;
import io.canaryrouter.measure.Sample;
import io.canaryrouter.split.Stack;
import io.canaryrouter.split.StackHealth;
import io.canaryrouter.split.Weight;
import io.canaryrouter.store.StoreException.Kind;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Which evidence a process leaves to the next one, when, and when the next one takes it. */
class EvidenceTest {
  private static final Duration SECOND = Duration.ofSeconds(1);
  private static final Duration MINUTE = Duration.ofMinutes(1);
  private static final Cause ANA = Cause.of("ana", "because");
  private static final Basis NOTHING = ControlFixture.basis("0%", "green:3000", "8.1", "");

  private final Shelf shelf = new Shelf();
  private final Learning judge = new Learning();

  private ControlFixture router(Learning judge) {
    return new ControlFixture(judge, shelf, NOTHING);
  }

  private static void says(ControlFixture router, Stack stack, String build) {
    router.health.put(stack, new StackHealth(1, 1, 10, 0, build, 0));
    router.pass(SECOND);
  }

  private static void done(CompletableFuture<Change> change) {
    assertThat(change).isCompleted();
  }

  /** Another process a second later, which has learnt nothing yet. */
  private Learning next() {
    Learning next = new Learning();
    router(next).pass(SECOND);
    return next;
  }

  @Test
  void itIsLeftEachMinute() {
    ControlFixture router = router(judge);
    judge.learns("one");
    router.pass(Duration.ofSeconds(59));
    assertThat(shelf.kept).isEmpty();
    router.pass(SECOND);
    assertThat(next().known).isEqualTo("one");

    judge.learns("two");
    router.pass(Duration.ofSeconds(59));
    assertThat(next().known).isEqualTo("one");
    router.pass(SECOND);
    assertThat(next().known).isEqualTo("two");
  }

  @Test
  void itIsLeftAtTheEnd() {
    ControlFixture router = router(judge);
    ControlThread thread = new ControlThread(router.control, new Inbox());
    thread.start();
    judge.learns("all");
    thread.close();
    assertThat(next().known).isEqualTo("all");
  }

  @Test
  void aStoreThatEndsWithTheProcessGetsNone() {
    ControlFixture router = new ControlFixture(judge);
    judge.learns("all");
    router.pass(MINUTE);
    assertThat(router.shelf.kept).isEmpty();
  }

  @Test
  void aJudgeWithoutEvidenceLeavesNone() {
    ControlFixture router = new ControlFixture(new RunRule(), shelf, NOTHING);
    router.pass(MINUTE);
    router.control.end();
    assertThat(shelf.kept).isEmpty();
  }

  @Test
  void anotherWeightIsNoOtherSubject() {
    ControlFixture router = router(judge);
    judge.learns("all");
    done(router.control.setSplit(Weight.parse("20%"), ANA));
    router.control.end();
    assertThat(next().known).isEqualTo("all");
  }

  @Test
  void afterAFailoverTheNextAttemptBeginsWithoutIt() {
    ControlFixture router = router(judge);
    judge.learns("all");
    router.control.end();
    done(router.control.failover(ANA));
    assertThat(next().known).isEmpty();

    router.control.end();
    assertThat(next().known).as("still latched").isEqualTo("all");
    done(router.control.failback(Weight.parse("5%"), true, ANA));
    assertThat(next().known).isEmpty();
  }

  @Test
  void anotherGreenOrSaltBeginsWithoutIt() {
    for (Basis other :
        new Basis[] {
          ControlFixture.basis("0%", "green:4000", "8.1", ""),
          ControlFixture.basis("0%", "green:3000", "8.2", ""),
          ControlFixture.basis("0%", "green:3000", "8.1", "winter")
        }) {
      Shelf shelf = new Shelf();
      ControlFixture router = new ControlFixture(judge, shelf, NOTHING);
      judge.learns("all");
      router.control.end();
      Learning next = new Learning();
      new ControlFixture(next, shelf, other).pass(SECOND);
      assertThat(next.known).isEmpty();
    }
  }

  @Test
  void aBuildThatWasDeployedMeanwhileBeginsWithoutIt() {
    leaveAsBuild("abc");
    for (String build : new String[] {"abc", "def"}) {
      Learning next = new Learning();
      ControlFixture router = router(next);
      says(router, Stack.GREEN, build);
      assertThat(next.known).isEqualTo(build.equals("abc") ? "all" : "");
    }
  }

  private void leaveAsBuild(String build) {
    ControlFixture router = router(judge);
    says(router, Stack.GREEN, build);
    judge.learns("all");
    router.control.end();
  }

  @Test
  void aBuildIsWaitedForAndNothingIsWrittenMeanwhile() {
    leaveAsBuild("abc");
    byte[] left = shelf.kept.get("evidence");
    Learning next = new Learning();
    ControlFixture router = router(next);
    next.learns("a little");
    router.pass(Duration.ofSeconds(58));
    router.control.end();
    assertThat(next.known).isEqualTo("a little");
    assertThat(shelf.kept.get("evidence")).isSameAs(left);
    says(router, Stack.GREEN, "abc");
    assertThat(next.known).isEqualTo("all");
  }

  @Test
  void aStackThatNamesNoBuildAnyMoreIsNotWaitedForLongerThanAMinute() {
    leaveAsBuild("abc");
    Learning next = new Learning();
    ControlFixture router = router(next);
    next.learns("new");
    router.pass(MINUTE);
    says(router, Stack.GREEN, "abc");
    assertThat(next.known).isEqualTo("new");
    router.control.end();
    assertThat(next().known).as("once the build is known").isEmpty();
  }

  @Test
  void theFirstBuildThatAStackNamesIsNoOtherOne() {
    leaveAsBuild("");
    Learning next = new Learning();
    says(router(next), Stack.GREEN, "abc");
    assertThat(next.known).isEqualTo("all");
  }

  @Test
  void whatIsOlderThanAnHourIsLeftOutAndAClockThatIsOffByMinutesIsNot() {
    router(judge);
    for (Duration pause : new Duration[] {Duration.ofMinutes(61), Duration.ofMinutes(-61)}) {
      assertThat(after(pause)).isEmpty();
    }
    for (Duration pause : new Duration[] {Duration.ofMinutes(59), Duration.ofMinutes(-59)}) {
      assertThat(after(pause)).isEqualTo("all");
    }
  }

  private String after(Duration pause) {
    ControlFixture router = router(judge);
    judge.learns("all");
    router.control.end();
    Learning next = new Learning();
    ControlFixture later = router(next);
    later.epochMillis.addAndGet(pause.toMillis());
    later.pass(SECOND);
    return next.known;
  }

  @Test
  void bytesThatAreNoneAndJudgesThatFailStopNothing() {
    shelf.kept.put("evidence", new byte[] {1, 2, 3});
    assertThat(next().known).isEmpty();
    ControlFixture router = router(judge);
    judge.learns("all");
    router.control.end();

    Learning failing = new Learning();
    failing.trouble = new IllegalStateException("a bug");
    ControlFixture next = router(failing);
    next.pass(SECOND);
    assertThat(next.control.status().faults()).isEqualTo(1);
    assertThat(next.control.status().verdict().reason()).as("it goes on").isNotEqualTo("fault");

    Learning other = new Learning();
    other.damage = "other settings";
    router(other).pass(SECOND);
    assertThat(other.known).isEmpty();
  }

  @Test
  void aStoreThatIsOutOfReachAtTheStartGivesItWhenItAnswers() {
    ControlFixture router = router(judge);
    judge.learns("all");
    router.control.end();
    shelf.trouble = Kind.UNREACHABLE;
    Learning next = new Learning();
    ControlFixture late = router(next);
    next.learns("nothing of the kind");
    late.pass(MINUTE);
    late.control.end();
    shelf.trouble = null;
    late.pass(SECOND);
    late.pass(SECOND);
    assertThat(next.known).isEqualTo("all");
  }

  @Test
  void aStoreThatTakesNothingStopsNothing() {
    ControlFixture router = router(judge);
    judge.learns("all");
    shelf.writeTrouble = Kind.UNREACHABLE;
    router.pass(MINUTE);
    assertThat(router.control.status().faults()).isZero();
    shelf.writeTrouble = null;
    router.pass(MINUTE);
    assertThat(next().known).isEqualTo("all");
  }

  /** A judge that knows a text. */
  private static final class Learning implements Judge {
    private String known = "";
    private @Nullable RuntimeException trouble;
    private @Nullable String damage;

    void learns(String text) {
      known = text;
    }

    @Override
    public void writeTo(DataOutput out) throws IOException {
      out.writeUTF(known);
    }

    @Override
    public void readFrom(DataInput in, long nowNanos) throws IOException {
      if (trouble != null) {
        throw trouble;
      }
      if (damage != null) {
        throw new IOException(damage);
      }
      known = in.readUTF();
    }

    @Override
    public void start(long nowNanos, Weight green) {
      known = "";
    }

    @Override
    public void setWeight(long nowNanos, Weight green) {}

    @Override
    public void record(Sample sample) {}

    @Override
    public void lost(long nowNanos, long samples) {}

    @Override
    public void health(long nowNanos, Stack stack, StackHealth health) {}

    @Override
    public void tick(long nowNanos) {}

    @Override
    public Verdict verdict() {
      return new Verdict(Verdict.Level.OK, "learning", "it knows " + known);
    }
  }
}
