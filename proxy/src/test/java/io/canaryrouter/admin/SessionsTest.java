package io.canaryrouter.admin;

import static org.assertj.core.api.Assertions.assertThat;

import io.canaryrouter.testing.FakeClock;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class SessionsTest {
  private static final AdminToken ANA =
      new AdminToken("ana", Role.OPERATE, "correct-horse-battery-staple");

  private final FakeClock clock = new FakeClock();
  private final Sessions sessions = new Sessions(clock);

  @Test
  void aSessionStandsForItsTokenUntilItIsClosed() {
    String id = sessions.open(ANA);
    assertThat(sessions.use(id)).isEqualTo(ANA);
    sessions.close(id);
    assertThat(sessions.use(id)).isNull();
    assertThat(sessions.use("")).isNull();
  }

  @Test
  void aSessionEndsAnHourAfterItsLastUse() {
    String id = sessions.open(ANA);
    clock.advance(Sessions.IDLE.minusSeconds(1));
    assertThat(sessions.use(id)).isEqualTo(ANA);
    clock.advance(Sessions.IDLE.minusSeconds(1));
    assertThat(sessions.use(id)).isEqualTo(ANA);
    clock.advance(Sessions.IDLE);
    assertThat(sessions.use(id)).isNull();
  }

  @Test
  void aSessionEndsHalfADayAfterItsBeginHoweverMuchItIsUsed() {
    String id = sessions.open(ANA);
    for (int halfHours = 1; halfHours < 24; halfHours++) {
      clock.advanceSeconds(1_800);
      assertThat(sessions.use(id)).isEqualTo(ANA);
    }
    clock.advanceSeconds(1_800);
    assertThat(sessions.use(id)).isNull();
  }

  @Test
  void oneSessionTooManyEndsTheOneThatWasUsedLongestAgo() {
    String first = sessions.open(ANA);
    String second = sessions.open(ANA);
    for (int i = 2; i < Sessions.MOST; i++) {
      sessions.open(ANA);
    }
    sessions.use(first);
    sessions.open(ANA);
    assertThat(sessions.use(first)).isEqualTo(ANA);
    assertThat(sessions.use(second)).isNull();
  }

  @Test
  void noTwoIdsAreTheSameAndEachIsTooLongToGuess() {
    Set<String> ids = new HashSet<>();
    for (int i = 0; i < 1_000; i++) {
      ids.add(sessions.open(ANA));
    }
    assertThat(ids).hasSize(1_000).allMatch(id -> id.matches("[A-Za-z0-9_-]{43}"));
  }
}
