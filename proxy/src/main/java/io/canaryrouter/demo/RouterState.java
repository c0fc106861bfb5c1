package io.canaryrouter.demo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.canaryrouter.split.Stack;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What the demo shows of the router: an excerpt of {@code GET /api/v1/state}, as anybody may read
 * it. Immutable.
 *
 * @param weight green's share in force, as {@code 10%}
 * @param blue the stable stack
 * @param green the new stack
 * @param verdict how bad the judge thinks green is, in a word
 * @param latch the sentence of the failover that holds, or null
 */
record RouterState(
    String weight, StackState blue, StackState green, String verdict, @Nullable String latch) {

  /**
   * What a stack did.
   *
   * @param requests in the window
   * @param failures in the window, those that were the stack's fault
   * @param p95Millis 95th percentile of the window's latency; NaN without a success
   * @param rescued since the start, what the other stack answered in its place
   * @param rejected since the start, answers 401, 403 and 429
   */
  record StackState(long requests, long failures, double p95Millis, long rescued, long rejected) {}

  private static final JsonMapper JSON = new JsonMapper();
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  /**
   * Asks the router.
   *
   * @throws IOException when it does not answer with its state
   */
  static RouterState fetch(HttpClient client, URI admin) throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(admin.resolve("/api/v1/state")).timeout(PATIENCE).build();
    HttpResponse<String> response = client.send(request, BodyHandlers.ofString());
    if (response.statusCode() != 200) {
      throw new IOException(
          "the router answered %d to %s".formatted(response.statusCode(), request.uri()));
    }
    return parse(response.body());
  }

  /** Reads the answer of {@code GET /api/v1/state}. */
  static RouterState parse(String json) throws IOException {
    JsonNode state = JSON.readTree(json);
    JsonNode latch = state.path("latch");
    return new RouterState(
        state.path("split").path("actual").asText(),
        stack(state, Stack.BLUE),
        stack(state, Stack.GREEN),
        state.path("verdict").path("level").asText(),
        latch.isObject() ? latch.path("sentence").asText() : null);
  }

  private static StackState stack(JsonNode state, Stack stack) {
    JsonNode node = state.path("stacks").path(stack.label());
    JsonNode window = node.path("window");
    JsonNode totals = node.path("totals");
    return new StackState(
        window.path("requests").asLong(),
        window.path("failures").asLong(),
        window.path("p95_ms").asDouble(Double.NaN),
        totals.path("rescued").asLong(),
        totals.path("outcomes").path("auth").asLong());
  }
}
