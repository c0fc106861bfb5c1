package io.canaryrouter.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.canaryrouter.split.Stack;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.junit.jupiter.api.Test;

class RosterTest {
  static final Instance.Observer NOBODY =
      new Instance.Observer() {
        @Override
        public void failed(Instance instance) {}

        @Override
        public void succeeded(Instance instance, boolean well) {}
      };

  private final SplittableRandom bits = new SplittableRandom(42);
  private final LongSupplier random = bits::nextLong;
  private final long start = 7;

  @Test
  void unprobedInstancesOfBlueServeAndOfGreenDoNot() {
    assertThat(roster(Stack.BLUE, 2).choose(null, start, random)).isNotNull();
    assertThat(roster(Stack.BLUE, 2).isUp()).isTrue();
    assertThat(roster(Stack.GREEN, 2).choose(null, start, random)).isNull();
    assertThat(roster(Stack.GREEN, 2).isUp()).isFalse();
  }

  @Test
  void greenIsUpOnceAnInstanceHasProvedItself() {
    Roster roster = roster(Stack.GREEN, 2);
    Instance first = roster.instances().get(0);
    roster = probed(roster, first, true, 2);
    assertThat(roster.isUp()).isTrue();
    assertThat(roster.choose(null, start, random)).isSameAs(first);
  }

  @Test
  void blueAnswersWithWhatItHasWhenAllIsDownAndGreenDoesNot() {
    Roster blue = allDown(roster(Stack.BLUE, 2));
    assertThat(blue.isUp()).isFalse();
    assertThat(blue.choose(null, start, random)).isNotNull();
    Instance first = blue.instances().get(0);
    assertThat(blue.choose(first, start, random)).isSameAs(blue.instances().get(1));
    assertThat(allDown(roster(Stack.GREEN, 2)).choose(null, start, random)).isNull();
  }

  @Test
  void aGreenWhoseProbesAllFailKeepsItsUsersWhileItServesThemWell() {
    Roster green = allDown(roster(Stack.GREEN, 2));
    Instance first = green.instances().get(0);
    assertThat(green.succeeded(first, false, start).choose(null, start, random)).isNull();
    Roster serving = green.succeeded(first, true, start);
    assertThat(serving.isUp()).isFalse();
    assertThat(serving.choose(null, start, random)).isSameAs(first);
    assertThat(failed(serving, first, 5).choose(null, start, random)).isNull();
    assertThat(serving.choose(null, start + seconds(30), random)).isNull();
  }

  @Test
  void anInstanceThatIsUpIsChosenBeforeOneThatOnlyServesWell() {
    Roster green = allDown(roster(Stack.GREEN, 2));
    Instance first = green.instances().get(0);
    Instance second = green.instances().get(1);
    Roster mixed = probed(green.succeeded(first, true, start), second, true, 2);
    assertThat(chosen(mixed, start, 100)[1]).isEqualTo(100);
  }

  @Test
  void theInstanceToAvoidIsTakenOnlyWhenThereIsNoOther() {
    Roster two = roster(Stack.BLUE, 2);
    Instance first = two.instances().get(0);
    Instance second = two.instances().get(1);
    for (int i = 0; i < 20; i++) {
      assertThat(two.choose(first, start, random)).isSameAs(second);
    }
    Roster withoutSecond = probed(two, second, false, 3);
    assertThat(withoutSecond.choose(first, start, random)).isSameAs(first);
  }

  @Test
  void theLeastLoadedInstanceIsChosen() {
    Roster roster = roster(Stack.BLUE, 3);
    roster.instances().get(0).acquire();
    roster.instances().get(2).acquire();
    for (int i = 0; i < 20; i++) {
      assertThat(roster.choose(null, start, random)).isSameAs(roster.instances().get(1));
    }
  }

  @Test
  void equallyLoadedInstancesTakeTurns() {
    Roster roster = roster(Stack.BLUE, 4);
    for (int count : chosen(roster, start, 4_000)) {
      assertThat(count).isBetween(850, 1_150);
    }
  }

  @Test
  void anInstanceInItsSlowStartTakesAGrowingPartAlsoOfLightTraffic() {
    Roster one = roster(Stack.BLUE, 1);
    Roster two = one.resolved(addresses(2), a -> new Instance(a, NOBODY), start);
    int atOnce = chosen(two, start, 10_000)[1];
    int halfway = chosen(two, start + seconds(5), 10_000)[1];
    int warm = chosen(two, start + seconds(10), 10_000)[1];
    assertThat(atOnce).isBetween(300, 700);
    assertThat(halfway).isBetween(2_400, 3_100);
    assertThat(warm).isBetween(4_700, 5_300);
  }

  @Test
  void halfOfTheInstancesCanBeEjectedAndNeverTheLast() {
    Roster roster = roster(Stack.BLUE, 5);
    for (Instance instance : roster.instances()) {
      roster = failed(roster, instance, 10);
    }
    assertThat(roster.ejected(start)).isEqualTo(2);
    Roster single = roster(Stack.BLUE, 1);
    assertThat(failed(single, single.instances().get(0), 50).ejected(start)).isZero();
    Roster pair = roster(Stack.GREEN, 2);
    Instance up = pair.instances().get(0);
    pair = failed(probed(pair, up, true, 2), up, 50);
    assertThat(pair.choose(null, start, random)).isSameAs(up);
  }

  @Test
  void anEjectedInstanceGetsNoRequestsUntilItsTimeIsOver() {
    Roster roster = roster(Stack.BLUE, 2);
    Instance first = roster.instances().get(0);
    roster = failed(roster, first, 5);
    assertThat(chosen(roster, start, 100)[0]).isZero();
    assertThat(chosen(roster, start + seconds(15), 100)[0]).isPositive();
  }

  @Test
  void anEjectionEndsWhenTheOtherInstanceGoesDownOrVanishes() {
    Roster roster = roster(Stack.BLUE, 2);
    Instance first = roster.instances().get(0);
    Instance second = roster.instances().get(1);
    roster = failed(roster, first, 5);
    assertThat(probed(roster, second, false, 3).choose(null, start, random)).isSameAs(first);
    Roster alone = roster.resolved(addresses(1), a -> new Instance(a, NOBODY), start);
    assertThat(alone.ejected(start)).isZero();
    assertThat(alone.choose(null, start, random)).isSameAs(first);
  }

  @Test
  void anInstanceThatVanishesFromTheNameGetsNoNewRequests() {
    Roster roster = roster(Stack.BLUE, 2);
    Instance second = roster.instances().get(1);
    second.acquire();
    Roster next = roster.resolved(addresses(1), a -> new Instance(a, NOBODY), start);
    assertThat(next.instances()).containsExactly(roster.instances().get(0));
    assertThat(next.failed(second, 0, start)).isSameAs(next);
    assertThat(next.probed(second, false, start)).isSameAs(next);
    second.release();
    assertThat(second.outstanding()).isZero();
  }

  @Test
  void theSameAddressesInAnotherOrderChangeNothing() {
    Roster roster = roster(Stack.BLUE, 3);
    List<InetSocketAddress> reversed = new ArrayList<>();
    addresses(3).forEach(address -> reversed.add(0, address));
    assertThat(roster.resolved(new LinkedHashSet<>(reversed), a -> new Instance(a, NOBODY), start))
        .isSameAs(roster);
  }

  @Test
  void anInstanceThatComesBackFromTheDeadBeginsSlowly() {
    Roster roster = roster(Stack.BLUE, 2);
    Instance first = roster.instances().get(0);
    roster = probed(probed(roster, first, false, 3), first, true, 2);
    assertThat(chosen(roster, start, 10_000)[0]).isBetween(300, 700);
  }

  static Roster roster(Stack stack, int instances) {
    return Roster.empty(stack, HealthSettings.DEFAULTS)
        .resolved(addresses(instances), a -> new Instance(a, NOBODY), 7);
  }

  static Set<InetSocketAddress> addresses(int count) {
    Set<InetSocketAddress> addresses = new LinkedHashSet<>();
    for (int i = 1; i <= count; i++) {
      addresses.add(new InetSocketAddress("10.0.0." + i, 3000));
    }
    return addresses;
  }

  private int[] chosen(Roster roster, long nowNanos, int times) {
    int[] counts = new int[roster.members().size()];
    for (int i = 0; i < times; i++) {
      counts[roster.instances().indexOf(roster.choose(null, nowNanos, random))]++;
    }
    return counts;
  }

  private Roster probed(Roster roster, Instance instance, boolean good, int times) {
    Roster now = roster;
    for (int i = 0; i < times; i++) {
      now = now.probed(instance, good, start);
    }
    return now;
  }

  private Roster allDown(Roster roster) {
    Roster now = roster;
    for (Instance instance : roster.instances()) {
      now = probed(now, instance, false, 3);
    }
    return now;
  }

  private Roster failed(Roster roster, Instance instance, int times) {
    Roster now = roster;
    for (int i = 0; i < times; i++) {
      now = now.failed(instance, 0, start);
    }
    return now;
  }

  private static long seconds(long seconds) {
    return TimeUnit.SECONDS.toNanos(seconds);
  }
}
