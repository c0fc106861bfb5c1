package io.canaryrouter.rollout;

import io.canaryrouter.judge.Judge;
import io.canaryrouter.judge.RunRule;
import io.canaryrouter.measure.Ledger;
import io.canaryrouter.measure.MinuteRecord;
import io.canaryrouter.measure.Outcome;
import io.canaryrouter.measure.Sample;
import io.canaryrouter.measure.SampleRing;
import io.canaryrouter.split.DataPlane;
import io.canaryrouter.split.Splitter;
import io.canaryrouter.split.Stack;
import io.canaryrouter.split.StackHealth;
import io.canaryrouter.split.Weight;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** A control with a clock to turn, a ring to fill and a data plane that writes down its orders. */
final class ControlFixture {
  static final Basis TENTH = basis("10%", "green:3000", "8.1", "");

  final AtomicLong nanos = new AtomicLong(Duration.ofDays(2).toNanos());
  final AtomicLong epochMillis = new AtomicLong(1_795_392_000_000L);
  final SampleRing ring = new SampleRing(1_024);
  final AtomicLong hungAfterNanos = new AtomicLong();
  final Map<Stack, StackHealth> health = new EnumMap<>(Stack.class);
  final List<String> orders = new ArrayList<>();
  final List<MinuteRecord> minutes = new ArrayList<>();
  @Nullable RuntimeException minutesTrouble;

  final Shelf shelf;
  final Splitter splitter;
  final Control control;

  ControlFixture() {
    this(new RunRule());
  }

  ControlFixture(Judge judge) {
    this(judge, null);
  }

  /** With a data plane that throws this, if it is not null. */
  ControlFixture(Judge judge, @Nullable RuntimeException trouble) {
    this(judge, trouble, new Shelf(), false, TENTH);
  }

  /** A router of a file whose state stands on a shelf that may outlive it. */
  ControlFixture(Shelf shelf, Basis file) {
    this(new RunRule(), null, shelf, true, file);
  }

  /** The same with another judge. */
  ControlFixture(Judge judge, Shelf shelf, Basis file) {
    this(judge, null, shelf, true, file);
  }

  private ControlFixture(
      Judge judge, @Nullable RuntimeException trouble, Shelf shelf, boolean isLasting, Basis file) {
    this.shelf = shelf;
    Keeper keeper =
        new Keeper(shelf, isLasting, new StateText("edge"), Runnable::run, Runnable::run);
    Opening opening = Opening.of(keeper, file);
    splitter = new Splitter(opening.table(false), nanos::get);
    DataPlane dataPlane =
        new DataPlane() {
          @Override
          public void closeTunnels(Stack stack) {
            order("close " + stack.label());
          }

          @Override
          public void releaseQueued(Stack stack) {
            order("release " + stack.label());
          }

          @Override
          public void setHungAfter(long nanos) {
            hungAfterNanos.set(nanos);
          }

          @Override
          public StackHealth health(Stack stack) {
            return health.getOrDefault(stack, StackHealth.UNKNOWN);
          }

          private void order(String order) {
            orders.add(order + " at " + splitter.table().effective());
            if (trouble != null) {
              throw trouble;
            }
          }
        };
    Ledger ledger = new Ledger(nanos.get(), epochMillis.get(), this::keep);
    Clocks clocks = new Clocks(nanos::get, epochMillis::get);
    Watch watch = new Watch(ring, judge, ledger);
    control = new Control(splitter, opening, keeper, watch, dataPlane, clocks);
  }

  private void keep(List<MinuteRecord> records) {
    if (minutesTrouble != null) {
      throw minutesTrouble;
    }
    minutes.addAll(records);
  }

  static Basis basis(String weight, String greenAddress, String greenVersion, String salt) {
    return new Basis(
        Weight.parse(weight),
        salt,
        new Basis.Target("blue:3000", "7.1"),
        new Basis.Target(greenAddress, greenVersion));
  }

  void pass(Duration time) {
    nanos.addAndGet(time.toNanos());
    control.turn();
  }

  void sample(Stack stack, Outcome outcome, long epoch) {
    ring.offer(
        new Sample(nanos.get(), epoch, stack, outcome, 0, false, true, 1, 5_000_000, "other"));
  }

  /** A good answer that took so long. */
  void slowAnswer(Stack stack, Duration latency) {
    ring.offer(
        new Sample(
            nanos.get(), 1, stack, Outcome.OK, 200, false, true, 1, latency.toNanos(), "other"));
  }

  /** Green refuses five times while blue answers three. */
  void greenRefuses(long epoch) {
    for (int i = 0; i < 5; i++) {
      sample(Stack.GREEN, Outcome.REFUSED, epoch);
    }
    for (int i = 0; i < 3; i++) {
      sample(Stack.BLUE, Outcome.OK, epoch);
    }
  }
}
