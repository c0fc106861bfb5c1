package io.canaryrouter.http;

import static io.canaryrouter.http.AssetFixture.FILE;
import static io.canaryrouter.http.AssetFixture.on;
import static io.canaryrouter.http.AssetFixture.stack;
import static io.canaryrouter.http.AssetFixture.wishes;
import static org.assertj.core.api.Assertions.assertThat;

import io.canaryrouter.split.Stack;
import io.canaryrouter.testing.Answer;
import io.canaryrouter.testing.FakeClock;
import io.canaryrouter.testing.RawClient;
import io.canaryrouter.testing.RawResponse;
import io.canaryrouter.testing.Seeds;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Whatever both stacks answer, and wherever they break off, the client gets one of the answers. */
class AssetFallbackPropertyTest {
  private static final int[] SIZES = {
    0, 1, 500, HeldAnswer.MAX_BYTES - 1, HeldAnswer.MAX_BYTES, HeldAnswer.MAX_BYTES + 1, 300_000
  };

  private final FakeClock clock = new FakeClock();

  /** An answer as one of the stacks gives it, and whether it gives all of it. */
  private record Given(int status, String body, boolean isWhole, Answer answer) {
    boolean isHeld() {
      return isWhole && body.length() <= HeldAnswer.MAX_BYTES;
    }

    boolean isThis(RawResponse response) {
      return response.status() == status && response.body().equals(body);
    }
  }

  private EdgeFixture edge(Stack assigned) {
    EdgeFixture.Wishes wishes = wishes();
    wishes.clock = clock;
    return on(assigned, wishes);
  }

  /** The budget of what is asked twice begins anew. */
  private RawResponse ask(EdgeFixture edge) {
    clock.advanceSeconds(11);
    try (RawClient client = edge.client()) {
      return client.get(FILE).readResponse();
    }
  }

  @ParameterizedTest
  @EnumSource(Stack.class)
  void ofWholeAnswersTheClientGetsTheBetterOneAndNothingOfTheOther(Stack assigned) {
    try (EdgeFixture edge = edge(assigned)) {
      Seeds.rounds(
          60,
          random -> {
            Given first = given(random, 404, "a");
            Given second = given(random, random.nextBoolean() ? 200 : 404, "b");
            stack(edge, assigned).byDefault(first.answer());
            stack(edge, assigned.other()).byDefault(second.answer());
            RawResponse response = ask(edge);
            Given expected = first.isHeld() && second.status() == 200 ? second : first;
            assertThat(response.looksWhole()).isTrue();
            assertThat(expected.isThis(response)).as(response.head()).isTrue();
          });
      assertThat(edge.blue.violations()).isEmpty();
      assertThat(edge.green.violations()).isEmpty();
    }
  }

  @Test
  void whatLooksWholeIsWholeWhereverTheStacksBreakOff() {
    try (EdgeFixture edge = edge(Stack.GREEN)) {
      Seeds.rounds(
          60,
          random -> {
            Given first = random.nextInt(3) == 0 ? broken(random, 404) : given(random, 404, "a");
            Given second = broken(random, random.nextBoolean() ? 200 : 404);
            edge.green.byDefault(first.answer());
            edge.blue.byDefault(second.answer());
            RawResponse response = ask(edge);
            if (first.isHeld() && second.status() == 404) {
              assertThat(first.isThis(response)).as(response.head()).isTrue();
            } else if (response.status() == 404) {
              assertThat(response.looksWhole()).isEqualTo(first.isThis(response));
            } else if (response.status() == 200) {
              assertThat(response.looksWhole()).as("more was promised").isFalse();
            } else {
              assertThat(first.isWhole()).as("a problem of the router").isFalse();
            }
          });
    }
  }

  private static Given given(Random random, int status, String letter) {
    String body = letter.repeat(SIZES[random.nextInt(SIZES.length)]);
    if (random.nextBoolean()) {
      return new Given(status, body, true, Answer.status(status, body));
    }
    int cut = random.nextInt(body.length() + 1);
    List<String> chunks =
        List.of(body.substring(0, cut), body.substring(cut)).stream()
            .filter(chunk -> !chunk.isEmpty())
            .toList();
    return new Given(
        status, body, true, new Answer.RespondChunked(status, List.of(), chunks, List.of()));
  }

  /** Breaks off before its last byte, in its head at the earliest. */
  private static Given broken(Random random, int status) {
    String body = "c".repeat(1 + SIZES[random.nextInt(SIZES.length)]);
    int bytes = random.nextInt(20 + body.length());
    Answer answer = Answer.status(status, body);
    return new Given(
        status,
        body,
        false,
        random.nextBoolean() ? answer.resetAfter(bytes) : answer.closedAfter(bytes));
  }
}
