package io.canaryrouter.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.canaryrouter.split.Stack;
import java.net.InetSocketAddress;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Whatever happens in whatever order, the promises of a choice hold. */
class RosterPropertyTest {
  private static final int SEQUENCES = 100;
  private static final int EVENTS = 200;

  @ParameterizedTest
  @EnumSource(Stack.class)
  void noSequenceOfEventsBreaksAPromise(Stack stack) {
    for (long seed = 0; seed < SEQUENCES; seed++) {
      play(stack, seed);
    }
  }

  private static void play(Stack stack, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    Roster roster = Roster.empty(stack, HealthSettings.DEFAULTS);
    long now = random.nextLong();
    for (int event = 0; event < EVENTS; event++) {
      now += TimeUnit.MILLISECONDS.toNanos(random.nextInt(2_000));
      roster = next(roster, now, random);
      String place = "stack " + stack + ", seed " + seed + ", event " + event;
      ejectionIsBounded(roster, now, place);
      choiceIsSound(roster, now, random, place);
    }
  }

  private static Roster next(Roster roster, long now, SplittableRandom random) {
    int kind = random.nextInt(20);
    if (roster.members().isEmpty() || kind == 0) {
      return roster.resolved(someAddresses(random), a -> new Instance(a, RosterTest.NOBODY), now);
    }
    Instance instance = roster.instances().get(random.nextInt(roster.members().size()));
    if (kind < 8) {
      return roster.probed(instance, random.nextInt(3) == 0, now);
    }
    if (kind < 11) {
      return roster.succeeded(instance, random.nextBoolean(), now);
    }
    if (kind < 13) {
      instance.acquire();
      return roster;
    }
    Roster next = roster;
    for (int i = random.nextInt(8); i >= 0; i--) {
      next = next.failed(instance, random.nextDouble(), now);
    }
    return next;
  }

  private static Set<InetSocketAddress> someAddresses(SplittableRandom random) {
    Set<InetSocketAddress> addresses = new LinkedHashSet<>(RosterTest.addresses(8));
    addresses.removeIf(address -> random.nextBoolean());
    return addresses.isEmpty() ? RosterTest.addresses(1) : addresses;
  }

  private static void ejectionIsBounded(Roster roster, long now, String place) {
    assertThat(roster.ejected(now)).as(place).isLessThanOrEqualTo(roster.members().size() / 2);
    if (roster.isUp()) {
      assertThat(roster.members())
          .as(place)
          .anyMatch(m -> roster.isUp(m.health()) && !m.health().isEjected(now));
    }
  }

  private static void choiceIsSound(
      Roster roster, long now, SplittableRandom random, String place) {
    Instance avoid = roster.instances().get(random.nextInt(roster.members().size()));
    Instance chosen = roster.choose(random.nextBoolean() ? avoid : null, now, random::nextLong);
    if (chosen == null) {
      assertThat(roster.stack()).as(place).isEqualTo(Stack.GREEN);
      assertThat(roster.isUp()).as(place).isFalse();
      assertThat(roster.members()).as(place).noneMatch(m -> m.health().isVouchedFor(now));
    } else if (roster.isUp()) {
      InstanceHealth health = roster.healthOf(chosen);
      assertThat(health).as(place).isNotNull();
      assertThat(health != null && roster.isUp(health)).as(place).isTrue();
      assertThat(health != null && health.isEjected(now)).as(place).isFalse();
    } else if (roster.stack() == Stack.GREEN) {
      assertThat(roster.healthOf(chosen))
          .as(place)
          .satisfies(health -> assertThat(health.isVouchedFor(now)).isTrue());
    }
  }
}
