package io.canaryrouter.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.canaryrouter.measure.Outcome;
import io.canaryrouter.measure.Sample;
import io.canaryrouter.measure.Sample.Remark;
import io.canaryrouter.measure.SecondAnswer;
import io.canaryrouter.measure.Wanting;
import io.canaryrouter.split.Stack;
import io.canaryrouter.testing.Answer;
import io.canaryrouter.testing.RawClient;
import io.canaryrouter.testing.RawResponse;

/** What green answers that blue is asked the same for, and what becomes of it in each case. */
enum FirstAnswer {
  /** Green does not have the file; that is nobody's failure. */
  NO_FILE(
      Wanting.FILE,
      AssetFixture.FILE,
      404,
      Outcome.CLIENT_ERROR,
      Outcome.CLIENT_ABORT,
      Remark.NONE) {
    @Override
    EdgeFixture.Wishes wishes() {
      return AssetFixture.wishes();
    }

    @Override
    EdgeFixture edge(EdgeFixture.Wishes wishes) {
      return AssetFixture.on(Stack.GREEN, wishes);
    }

    @Override
    Answer answer() {
      return AssetFixture.MISSING;
    }

    @Override
    void assertIs(RawResponse response) {
      AssetFixture.assertIsFirst(response);
    }
  },

  /** Green fails, which remains its failure when the client leaves. */
  FAILURE(
      Wanting.SUCCESS,
      "/page",
      500,
      Outcome.SERVER_ERROR,
      Outcome.SERVER_ERROR,
      Remark.BLUE_FAILED_TOO) {
    @Override
    EdgeFixture.Wishes wishes() {
      return OpinionFixture.wishes();
    }

    @Override
    EdgeFixture edge(EdgeFixture.Wishes wishes) {
      return OpinionFixture.onGreen(wishes);
    }

    @Override
    Answer answer() {
      return OpinionFixture.BROKEN;
    }

    @Override
    void assertIs(RawResponse response) {
      OpinionFixture.assertIsGreens(response);
    }
  };

  /** Where it is asked for. */
  final String target;

  final int status;

  /** How the request ended for a client that has left before blue answered. */
  final Outcome whenLeft;

  private final Wanting wanting;
  private final Outcome outcome;
  private final Remark whenBlueFails;

  FirstAnswer(
      Wanting wanting,
      String target,
      int status,
      Outcome outcome,
      Outcome whenLeft,
      Remark whenBlueFails) {
    this.wanting = wanting;
    this.target = target;
    this.status = status;
    this.outcome = outcome;
    this.whenLeft = whenLeft;
    this.whenBlueFails = whenBlueFails;
  }

  abstract EdgeFixture.Wishes wishes();

  /** Everybody is on a green that answers nothing else. */
  abstract EdgeFixture edge(EdgeFixture.Wishes wishes);

  EdgeFixture edge() {
    return edge(wishes());
  }

  abstract Answer answer();

  /** Whether a client got it, whole. */
  abstract void assertIs(RawResponse response);

  RawResponse ask(EdgeFixture edge) {
    return AssetFixture.ask(edge, target);
  }

  RawClient ask(RawClient client, String method) {
    return client.send(method + " " + target + " HTTP/1.1\r\nHost: a\r\n\r\n");
  }

  long count(EdgeFixture edge, SecondAnswer answer) {
    return edge.totals(Stack.GREEN).secondAnswers(wanting).getOrDefault(answer, 0L);
  }

  /** Whether a request is told of as one whose client got this, because blue had failed as well. */
  void assertIsTold(Sample sample) {
    assertThat(sample.stack()).isEqualTo(Stack.GREEN);
    assertThat(sample.outcome()).as("not hung: green had answered").isEqualTo(outcome);
    assertThat(sample.status()).isEqualTo(status);
    assertThat(sample.rescued()).isFalse();
    assertThat(sample.remark()).isEqualTo(whenBlueFails);
  }
}
