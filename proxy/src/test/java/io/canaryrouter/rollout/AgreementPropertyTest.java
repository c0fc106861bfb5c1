package io.canaryrouter.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import io.canaryrouter.split.SplitTable;
import io.canaryrouter.split.Weight;
import io.canaryrouter.store.StoreException;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Three routers on one store that comes and goes: whatever happens, they end up agreeing. */
class AgreementPropertyTest {
  private static final Duration SECOND = Duration.ofSeconds(1);
  private static final Cause ANA = Cause.of("ana", "because");
  private static final int STEPS = 60;

  static Stream<Integer> seeds() {
    return Stream.iterate(1, seed -> seed + 1).limit(200);
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void routersAgreeOnceTheStoreAnswersAndNoFailoverIsLost(int seed) {
    play(seed, false);
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void routersAgreeAlsoWhenTheStoreForgets(int seed) {
    play(seed, true);
  }

  private static void play(int seed, boolean isLossy) {
    Random random = new Random(seed);
    Shelf shelf = new Shelf();
    Basis file = ControlFixture.basis("0%", "green:3000", "8.1", "");
    List<ControlFixture> routers =
        Stream.generate(() -> new ControlFixture(shelf, file)).limit(3).toList();
    boolean isLatched = false;
    for (int step = 0; step < STEPS; step++) {
      ControlFixture router = routers.get(random.nextInt(3));
      long revision = router.splitter.table().revision();
      switch (random.nextInt(isLossy ? 8 : 7)) {
        case 0 -> {
          router.control.failover(ANA);
          isLatched = true;
        }
        case 1 -> {
          // Somebody else's failover may still be unwritten; it survives this release.
          boolean isKnownToAll = allSaved(routers);
          boolean isReleased = isTaken(router.control.failback(Weight.parse("5%"), true, ANA));
          isLatched = isLatched && !(isReleased && isKnownToAll);
        }
        case 2, 3 -> router.control.setSplit(new Weight(random.nextInt(10_001)), ANA);
        case 4 -> shelf.trouble = random.nextBoolean() ? StoreException.Kind.UNREACHABLE : null;
        case 7 -> shelf.document = random.nextInt(4) == 0 ? null : shelf.document;
        default -> router.pass(SECOND);
      }
      assertThat(router.splitter.table().revision()).isGreaterThanOrEqualTo(revision);
    }
    shelf.trouble = null;
    for (int round = 0; round < 6; round++) {
      routers.forEach(router -> router.pass(SECOND));
    }
    SplitTable first = routers.get(0).splitter.table();
    assertThat(routers)
        .allSatisfy(router -> {
          assertThat(router.splitter.table()).isEqualTo(first);
          assertThat(router.control.status().keeping().isSaved()).isTrue();
        });
    if (isLatched && !isLossy) {
      assertThat(first.latch()).isNotNull();
    }
  }

  private static boolean isTaken(CompletableFuture<Change> change) {
    return change.isDone() && !change.isCompletedExceptionally();
  }

  private static boolean allSaved(List<ControlFixture> routers) {
    return routers.stream()
        .allMatch(router -> {
          router.pass(SECOND);
          return router.control.status().keeping().isSaved();
        });
  }
}
