package io.canaryrouter.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.canaryrouter.measure.Outcome;
import io.canaryrouter.testing.Ending;
import io.canaryrouter.testing.RawClient;
import io.canaryrouter.testing.RawResponse;
import io.canaryrouter.testing.ReceivedRequest;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Requests that are refused: with which status, in which form, and without any stack's knowledge.
 */
class RequestLimitsTest {
  private static EdgeFixture edge;

  @BeforeAll
  static void start() {
    edge = EdgeFixture.toBlue(new EdgeFixture.Wishes());
  }

  @AfterAll
  static void noneReachedAStack() {
    assertThat(edge.blue.requests()).isEmpty();
    edge.close();
  }

  static Stream<Arguments> refused() {
    String get = "GET / HTTP/1.1\r\nHost: a\r\n";
    String post = "POST / HTTP/1.1\r\nHost: a\r\n";
    return Stream.of(
        Arguments.of(414, "GET /" + "x".repeat(20_000) + " HTTP/1.1\r\nHost: a\r\n\r\n"),
        Arguments.of(431, get + "X-Big: " + "x".repeat(70_000) + "\r\n\r\n"),
        Arguments.of(431, get + "X-Many: 1\r\n".repeat(101) + "\r\n"),
        Arguments.of(400, "GET / HTTP/1.1\r\n\r\n"),
        Arguments.of(400, get + "Host: b\r\n\r\n"),
        Arguments.of(400, get + "Bad : 1\r\n\r\n"),
        Arguments.of(400, get + "X: 1\r\n folded\r\n\r\n"),
        Arguments.of(400, get + "X: a\u0000b\r\n\r\n"),
        Arguments.of(400, "GET / HTTP/1.1\nHost: a\n\n"),
        Arguments.of(400, post + "Content-Length: 1\r\nContent-Length: 2\r\n\r\nab"),
        Arguments.of(
            400, post + "Content-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"),
        Arguments.of(400, "GET http://b/ HTTP/1.1\r\nHost: a\r\n\r\n"),
        Arguments.of(405, "CONNECT a:443 HTTP/1.1\r\nHost: a\r\n\r\n"),
        Arguments.of(417, post + "Content-Length: 1\r\nExpect: more\r\n\r\na"),
        Arguments.of(501, post + "Transfer-Encoding: gzip\r\n\r\n"),
        Arguments.of(505, "GET / HTTP/2.0\r\nHost: a\r\n\r\n"));
  }

  @ParameterizedTest(name = "{index}: {0}")
  @MethodSource("refused")
  void whatCannotBeServedGetsItsStatusAndTheEndOfTheConnection(int status, String request) {
    try (RawClient client = edge.client()) {
      RawResponse response = client.send(request).readResponse();
      assertThat(response.status()).isEqualTo(status);
      assertThat(response.field("Content-Type")).isEqualTo("application/problem+json");
      assertThat(response.field("Proxy-Status")).contains("http_request_error");
      assertThat(response.field("Connection")).isEqualToIgnoringCase("close");
      assertThat(response.body()).contains("\"status\":" + status, "\"request_id\":\"");
      assertThat(client.awaitEnd()).isEqualTo(Ending.CLOSED);
    }
  }

  @Test
  void aBodyAboveTheLimitIsRefusedBeforeAnythingReachesAStack() {
    try (EdgeFixture edge =
            EdgeFixture.toBlue(new EdgeFixture.Wishes().listen(Limits.maxBody(10)));
        RawClient client = edge.client()) {
      assertThat(client.post("/", "0123456789").readResponse().status()).isEqualTo(200);
      assertThat(client.post("/", "0123456789a").readResponse().status()).isEqualTo(413);
      assertThat(edge.blue.requests()).hasSize(1);
      assertThat(edge.samples(2).get(1).outcome()).isEqualTo(Outcome.BAD_REQUEST);
    }
  }

  @Test
  void aBodyThatGrowsAboveTheLimitIsBrokenOffAndNeverLooksCompleteToTheStack() {
    try (EdgeFixture edge =
            EdgeFixture.toBlue(new EdgeFixture.Wishes().listen(Limits.maxBody(10)));
        RawClient client = edge.client()) {
      client.send(
          "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n8\r\n01234567\r\n");
      ReceivedRequest received = edge.blue.takeRequest();
      client.send("3\r\nabc\r\n0\r\n\r\n");
      assertThat(client.readResponse().status()).isEqualTo(413);
      assertThat(received.ending()).isNotEqualTo(Ending.COMPLETE);
      assertThat(edge.sample().outcome()).isEqualTo(Outcome.BAD_REQUEST);
    }
  }

  @Test
  void aHeadOfAThousandPiecesIsRefusedLikeOneInOnePiece() {
    try (RawClient client = edge.client()) {
      client.send("GET / HTTP/1.1\r\nHost: a\r\n");
      for (int i = 0; i < 101; i++) {
        client.send("X-Piece-" + i + ": 1\r\n");
      }
      assertThat(client.readResponse().status()).isEqualTo(431);
    }
  }
}
