package io.canaryrouter.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.canaryrouter.testing.Answer;
import io.canaryrouter.testing.Ending;
import io.canaryrouter.testing.RawClient;
import io.canaryrouter.testing.RawResponse;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Interim responses and the expectation of them (RFC 9110 sections 10.1.1 and 15.2). */
class ExpectationTest {
  private static final String ASKING =
      "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\nExpect: 100-continue\r\n\r\n";

  private final EdgeFixture edge = EdgeFixture.withGreen("100%");

  @AfterEach
  void close() {
    edge.close();
    assertThat(edge.green.violations()).isEmpty();
    assertThat(edge.blue.violations()).isEmpty();
  }

  @Test
  void aClientThatDoesNotWaitForThePermissionIsServedAllTheSame() {
    edge.green.byDefault(new Answer.Echo());
    try (RawClient client = edge.client()) {
      client.send(ASKING + "abc");
      RawResponse response = client.readResponse();
      if (response.status() == 100) {
        response = client.readResponse();
      }
      assertThat(response.body()).isEqualTo("abc");
    }
  }

  @Test
  void aClientWhoseRequestIsRescuedIsStillToldToGoOn() {
    edge.green.refuseConnections();
    edge.blue.byDefault(new Answer.Echo());
    try (RawClient client = edge.client()) {
      assertThat(client.send(ASKING).readResponse().status()).isEqualTo(100);
      assertThat(client.send("abc").readResponse().body()).isEqualTo("abc");
    }
  }

  @Test
  void aFinalAnswerInsteadOfThePermissionEndsTheConnection() {
    edge.green.byDefault(Answer.status(401, "who are you").early());
    try (RawClient client = edge.client()) {
      RawResponse response = client.send(ASKING).readResponse();
      if (response.status() == 100) {
        response = client.readResponse();
      }
      assertThat(response.status()).isEqualTo(401);
      assertThat(response.field("Connection")).isEqualToIgnoringCase("close");
      assertThat(client.awaitEnd()).isEqualTo(Ending.CLOSED);
    }
  }

  @Test
  void anOldClientIsNeverSentAnInterimResponse() {
    edge.green.byDefault(
        new Answer.Echo().afterInformational(103, "Link: </a.css>").afterInformational(100));
    try (RawClient client = edge.client()) {
      client.send("POST / HTTP/1.0\r\nContent-Length: 3\r\nExpect: 100-continue\r\n\r\nabc");
      RawResponse response = client.readResponse();
      assertThat(response.status()).isEqualTo(200);
      assertThat(response.body()).isEqualTo("abc");
    }
  }

  @Test
  void anyOtherExpectationIsA417() {
    try (RawClient client = edge.client()) {
      client.send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\nExpect: wonders\r\n\r\nabc");
      assertThat(client.readResponse().status()).isEqualTo(417);
    }
    assertThat(edge.green.requests()).isEmpty();
  }

  @Test
  void severalInterimResponsesArePassedOnButNotA100ThatNobodyAskedFor() {
    edge.green.byDefault(
        Answer.ok("end")
            .afterInformational(103, "Link: </b.css>")
            .afterInformational(100)
            .afterInformational(102)
            .afterInformational(103, "Link: </a.css>"));
    try (RawClient client = edge.client()) {
      client.get("/");
      assertThat(client.readResponse().field("Link")).isEqualTo("</a.css>");
      assertThat(client.readResponse().status()).isEqualTo(102);
      assertThat(client.readResponse().field("Link")).isEqualTo("</b.css>");
      assertThat(client.readResponse().body()).isEqualTo("end");
      assertThat(client.get("/").readResponse().status()).isEqualTo(103);
    }
  }

  @Test
  void aStackThatNeverStopsSendingInterimResponsesIsA502() {
    edge.green.byDefault(new Answer.Raw("HTTP/1.1 100 Continue\r\n\r\n".repeat(1_000)));
    try (RawClient client = edge.client()) {
      RawResponse response = client.get("/").readResponse();
      assertThat(response.status()).isEqualTo(502);
      assertThat(response.field("Proxy-Status")).contains("http_protocol_error");
    }
  }
}
