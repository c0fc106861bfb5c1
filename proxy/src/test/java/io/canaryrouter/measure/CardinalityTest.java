package io.canaryrouter.measure;

import static org.assertj.core.api.Assertions.assertThat;

import io.canaryrouter.identity.IdentitySource;
import io.canaryrouter.identity.UserKey;
import io.canaryrouter.testing.Seeds;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CardinalityTest {
  @ParameterizedTest
  @ValueSource(ints = {100, 1_000, 5_000, 10_000, 12_288, 20_000, 100_000, 1_000_000})
  void numberedUsersAreCountedWithinThreeStandardErrors(int users) {
    Cardinality cardinality = new Cardinality();
    for (int user = 1; user <= users; user++) {
      cardinality.add(hash(user));
      cardinality.add(hash(user));
    }
    assertThat(cardinality.estimate() / (double) users).isBetween(0.951, 1.049);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 3, 10, 20})
  void aHandfulIsCountedExactly(int users) {
    Cardinality cardinality = new Cardinality();
    for (int user = 1; user <= users; user++) {
      cardinality.add(hash(user));
    }
    assertThat(cardinality.estimate()).isEqualTo(users);
  }

  @Test
  void twoAddedAreAsIfAllHadBeenAddedToOne() {
    Seeds.rounds(
        50,
        random -> {
          Cardinality some = new Cardinality();
          Cardinality more = new Cardinality();
          Cardinality all = new Cardinality();
          addUsers(random, some, all);
          addUsers(random, more, all);
          some.add(more);
          assertThat(some.estimate()).isEqualTo(all.estimate());
          for (int register = 0; register < Cardinality.REGISTERS; register++) {
            assertThat(some.rank(register)).isEqualTo(all.rank(register));
          }
        });
  }

  private static void addUsers(Random random, Cardinality some, Cardinality all) {
    random
        .longs(random.nextInt(2_000))
        .forEach(user -> {
          some.add(user);
          all.add(user);
        });
  }

  private static long hash(int user) {
    return new UserKey(String.valueOf(user), IdentitySource.HEADER).hash();
  }
}
