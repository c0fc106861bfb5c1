package io.canaryrouter.admin;

import static org.assertj.core.api.Assertions.assertThat;

import io.canaryrouter.testing.Patience;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class EventStreamsTest {
  private static final String TOKEN = "ray-correct-horse-battery-staple";
  private static final String EVENTS = "/api/v1/events";

  @Test
  void aSubscriberSeesTheStateAndThenWhatChanges() throws Exception {
    try (AdminFixture admin = new AdminFixture(null);
        Stream stream = Stream.open(admin.request(EVENTS))) {
      assertThat(stream.contentType()).isEqualTo("text/event-stream");
      stream.awaitLine("event: reset");
      admin.call("PUT", "/api/v1/split", "{\"green\":\"5%\",\"reason\":\"up\"}");
      stream.awaitLine("event: audit");
      stream.awaitLine("event: split");
    }
  }

  @Test
  void whoeverReconnectsMissesNothing() throws Exception {
    try (AdminFixture admin = new AdminFixture(null)) {
      String id;
      try (Stream stream = Stream.open(admin.request(EVENTS))) {
        id = stream.awaitLine("id: .*").substring("id: ".length());
        admin.call("POST", "/api/v1/failover", "{\"reason\":\"odd figures\"}");
        stream.awaitLine("event: split");
      }
      try (Stream again = Stream.open(admin.request(EVENTS).header("Last-Event-ID", id))) {
        assertThat(again.awaitLine("event: .*")).isEqualTo("event: audit");
        assertThat(again.awaitLine("data: .*")).contains("odd figures");
      }
    }
  }

  @Test
  void aStreamNeedsATokenAndAnyWillDo() throws Exception {
    AdminToken ray = new AdminToken("ray", Role.READ, TOKEN);
    try (AdminFixture admin = new AdminFixture(List.of(ray), null, true)) {
      assertThat(admin.get(EVENTS).statusCode()).isEqualTo(401);
      HttpRequest.Builder request =
          admin.request(EVENTS).header("Authorization", "Bearer " + TOKEN);
      try (Stream stream = Stream.open(request)) {
        stream.awaitLine("event: reset");
      }
      HttpResponse<String> head =
          admin.send(
              admin
                  .request(EVENTS)
                  .method("HEAD", BodyPublishers.noBody())
                  .header("Authorization", "Bearer " + TOKEN));
      assertThat(head.statusCode()).isEqualTo(200);
      assertThat(head.headers().firstValue("Content-Type")).contains("text/event-stream");
    }
  }

  @Test
  void aStreamEndsWithItsSession() throws Exception {
    AdminToken ray = new AdminToken("ray", Role.READ, TOKEN);
    try (AdminFixture admin = new AdminFixture(List.of(ray), null, true)) {
      String cookie =
          admin
              .call("POST", "/session", "{\"token\":\"" + TOKEN + "\"}")
              .headers()
              .firstValue("Set-Cookie")
              .orElseThrow()
              .split(";", 2)[0];
      try (Stream stream = Stream.open(admin.request(EVENTS).header("Cookie", cookie))) {
        stream.awaitLine("event: reset");
        admin.send(
            admin
                .request("/session")
                .DELETE()
                .header("Cookie", cookie)
                .header("Content-Type", "application/json")
                .header("Origin", "http://127.0.0.1:" + admin.port()));
        admin.nanos.addAndGet(1_000_000_000L);
        stream.awaitEnd();
      }
    }
  }

  @Test
  void oneSubscriberTooManyIsToldToComeLater() throws Exception {
    List<Stream> streams = new ArrayList<>();
    try (AdminFixture admin = new AdminFixture(null)) {
      for (int i = 0; i < EventHub.MOST_SUBSCRIBERS; i++) {
        streams.add(Stream.open(admin.request(EVENTS)));
      }
      HttpResponse<String> refused = admin.get(EVENTS);
      assertThat(refused.statusCode()).isEqualTo(503);
      assertThat(refused.headers().firstValue("Retry-After")).isPresent();
      assertThat(refused.headers().firstValue("Content-Type")).contains("application/problem+json");
    }
    for (Stream stream : streams) {
      stream.awaitEnd();
      stream.close();
    }
  }

  /** What a client of the events reads. */
  private record Stream(String contentType, BufferedReader lines) implements AutoCloseable {
    static Stream open(HttpRequest.Builder request) throws Exception {
      var answer = HttpClient.newHttpClient().send(request.build(), BodyHandlers.ofInputStream());
      assertThat(answer.statusCode()).isEqualTo(200);
      return new Stream(
          answer.headers().firstValue("Content-Type").orElse(""),
          new BufferedReader(new InputStreamReader(answer.body(), StandardCharsets.UTF_8)));
    }

    String awaitLine(String pattern) {
      return Patience.await(CompletableFuture.supplyAsync(() -> lineLike(pattern)), pattern);
    }

    void awaitEnd() {
      Patience.await(CompletableFuture.runAsync(this::readToTheEnd), "the end of the stream");
    }

    private String lineLike(String pattern) {
      try {
        String line = lines.readLine();
        while (line != null && !line.matches(pattern)) {
          line = lines.readLine();
        }
        assertThat(line).as(pattern).isNotNull();
        return String.valueOf(line);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    private void readToTheEnd() {
      try {
        while (lines.readLine() != null) {
          // What comes before the end.
        }
      } catch (IOException e) {
        // It may end in the midst of a chunk.
      }
    }

    @Override
    public void close() throws IOException {
      lines.close();
    }
  }
}
