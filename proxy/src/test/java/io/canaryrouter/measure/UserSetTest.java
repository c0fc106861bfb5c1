package io.canaryrouter.measure;

import static org.assertj.core.api.Assertions.assertThat;

import io.canaryrouter.testing.Seeds;
import java.util.Random;
import org.junit.jupiter.api.Test;

class UserSetTest {
  @Test
  void whoWasAddedIsFoundAndIsNewOnlyOnce() {
    Seeds.rounds(
        20,
        random -> {
          UserSet set = new UserSet();
          long user = random.nextLong();
          assertThat(set.contains(user)).isFalse();
          assertThat(set.add(user)).isTrue();
          assertThat(set.add(user)).isFalse();
          assertThat(set.contains(user)).isTrue();
          set.clear();
          assertThat(set.contains(user)).isFalse();
        });
  }

  @Test
  void strangersAreTakenForSomebodyNoMoreOftenThanTheDocumentSays() {
    long seed = 5;
    Random random = new Random(seed);
    UserSet set = new UserSet();
    random.longs(100_000).forEach(set::add);
    long mistaken = random.longs(100_000).filter(set::contains).count();
    assertThat(mistaken).isBetween(1_000L, 2_000L);
  }

  @Test
  void halfFullItTakesInNobodyMore() {
    Random random = new Random(6);
    UserSet set = new UserSet();
    long added = random.longs(1_000_000).filter(set::add).count();
    assertThat(added).isBetween(200_000L, 260_000L);
  }
}
