package io.canaryrouter.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.canaryrouter.testing.Answer;
import io.canaryrouter.testing.Ending;
import io.canaryrouter.testing.Gate;
import io.canaryrouter.testing.RawClient;
import io.canaryrouter.testing.RawResponse;
import io.canaryrouter.testing.ReceivedRequest;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Every way in which a stack may frame its answer, and what becomes of it for the client. */
class ResponseShapesTest {
  private final EdgeFixture edge = EdgeFixture.toBlue(new EdgeFixture.Wishes());

  @AfterEach
  void close() {
    edge.close();
    assertThat(edge.blue.violations()).isEmpty();
  }

  /** An answer of exactly these bytes, and then the end of the connection. */
  private static Answer thenClosed(String bytes) {
    return new Answer.Raw(bytes).closedAfter(Integer.MAX_VALUE);
  }

  @Test
  void trailersPassInBothDirectionsButThoseThatRouteOrAuthenticateDoNot() {
    edge.blue.byDefault(
        new Answer.RespondChunked(
            200, List.of("Trailer: X-Sum"), List.of("ab"), List.of("X-Sum: 2", "Set-Cookie: a=b")));
    try (RawClient client = edge.client()) {
      client.send("POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n");
      client.send("1\r\nx\r\n0\r\nX-Sum: 1\r\nCookie: a=b\r\n\r\n");
      RawResponse response = client.readResponse();
      assertThat(response.trailers().first("X-Sum")).contains("2");
      assertThat(response.trailers().first("Set-Cookie")).isEmpty();
    }
    ReceivedRequest received = edge.blue.takeRequest();
    assertThat(received.trailers().first("X-Sum")).contains("1");
    assertThat(received.trailers().first("Cookie")).isEmpty();
  }

  @Test
  void aBodyThatOnlyTheEndOfTheConnectionEndsIsChunkedForTheClient() {
    edge.blue.byDefault(thenClosed("HTTP/1.1 200 OK\r\n\r\nuntil the end"));
    try (RawClient client = edge.client()) {
      for (int i = 0; i < 2; i++) {
        RawResponse response = client.get("/").readResponse();
        assertThat(response.field("Transfer-Encoding")).isEqualTo("chunked");
        assertThat(response.ending()).isEqualTo(Ending.COMPLETE);
        assertThat(response.body()).isEqualTo("until the end");
      }
    }
  }

  @Test
  void anOldStackIsUnderstoodAndItsConnectionNotUsedAgain() {
    edge.blue.byDefault(new Answer.Raw("HTTP/1.0 200 OK\r\nContent-Length: 3\r\n\r\nold"));
    try (RawClient client = edge.client()) {
      RawResponse response = client.get("/").readResponse();
      assertThat(response.head()).startsWith("HTTP/1.1 200");
      assertThat(response.body()).isEqualTo("old");
      assertThat(client.get("/").readResponse().body()).isEqualTo("old");
    }
    assertThat(edge.blue.takeRequest().awaitDisconnect()).isNotNull();
    assertThat(edge.blue.takeRequest().awaitDisconnect()).isNotNull();
  }

  @Test
  void aHeadIsAnsweredWithoutItsBodyHoweverThatWouldBeFramed() {
    edge.blue
        .onTarget(
            "/chunked", new Answer.Raw("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"))
        .onTarget("/long", new Answer.Raw("HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n"))
        .onTarget("/untold", new Answer.Raw("HTTP/1.1 200 OK\r\n\r\n"))
        .byDefault(Answer.ok("next"));
    try (RawClient client = edge.client()) {
      for (String target : List.of("/chunked", "/long", "/untold")) {
        client.send("HEAD " + target + " HTTP/1.1\r\nHost: a\r\n\r\n");
        assertThat(client.readResponse("HEAD").status()).isEqualTo(200);
      }
      assertThat(client.get("/").readResponse().body()).isEqualTo("next");
    }
  }

  @Test
  void aStatusThatHasNoBodyHasNoneWhateverLengthItClaims() {
    edge.blue
        .onTarget("/204", new Answer.Raw("HTTP/1.1 204 No Content\r\nContent-Length: 5\r\n\r\n"))
        .onTarget("/304", new Answer.Raw("HTTP/1.1 304 Not Modified\r\nContent-Length: 5\r\n\r\n"))
        .onTarget("/205", new Answer.Raw("HTTP/1.1 205 Reset\r\nContent-Length: 0\r\n\r\n"))
        .byDefault(Answer.ok("next"));
    try (RawClient client = edge.client()) {
      RawResponse noContent = client.get("/204").readResponse();
      assertThat(noContent.status()).isEqualTo(204);
      assertThat(noContent.fields().first("Content-Length")).isEmpty();
      assertThat(client.get("/304").readResponse().status()).isEqualTo(304);
      RawResponse reset = client.get("/205").readResponse();
      assertThat(reset.status()).isEqualTo(205);
      assertThat(reset.bodyLength()).isZero();
      assertThat(client.get("/").readResponse().body()).isEqualTo("next");
    }
  }

  @Test
  void aBodyBehindA204IsNobodysAnswer() {
    edge.blue
        .onTarget("/204", new Answer.Raw("HTTP/1.1 204 No Content\r\n\r\nHTTP/1.1 200 OK\r\n\r\n"))
        .byDefault(Answer.ok("honest"));
    try (RawClient client = edge.client()) {
      client.send("GET /204 HTTP/1.1\r\nHost: a\r\n\r\nGET / HTTP/1.1\r\nHost: a\r\n\r\n");
      assertThat(client.readResponse().status()).isEqualTo(204);
      assertThat(client.readResponse().body()).isEqualTo("honest");
    }
  }

  @Test
  void anAnswerWithTwoFramingsIsA502() {
    edge.blue.byDefault(
        new Answer.Raw(
            "HTTP/1.1 200 OK\r\nContent-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"));
    try (RawClient client = edge.client()) {
      assertThat(client.get("/").readResponse().status()).isEqualTo(502);
    }
  }

  @Test
  void aChunkThatLiesAboutItsSizeBreaksTheAnswerOff() {
    edge.blue.byDefault(
        new Answer.Raw(
            "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\nzz\r\nabc\r\n0\r\n\r\n"));
    try (RawClient client = edge.client()) {
      RawResponse response = client.get("/").readResponse();
      assertThat(response.status() == 502 || !response.looksWhole()).isTrue();
    }
  }

  @Test
  void anAnswerThatComesByteByByteIsWhole() {
    Gate gate = new Gate();
    gate.open();
    edge.blue.byDefault(Answer.chunked("ab", "cde").trickled(gate));
    try (RawClient client = edge.client()) {
      assertThat(client.get("/").readResponse().body()).isEqualTo("abcde");
    }
  }
}
