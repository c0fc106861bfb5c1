package io.canaryrouter.testing;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.stream.StreamSupport;

/** Somebody who works a router's admin port. Thread safety: any thread. */
public final class Operator {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final int port;

  private Operator(int port) {
    this.port = port;
  }

  /** Works the admin port on this machine. */
  public static Operator at(int port) {
    return new Operator(port);
  }

  /** What the commands are told as {@code --admin}. */
  public String url() {
    return "http://127.0.0.1:" + port;
  }

  /** {@code GET /api/v1/state}. */
  public JsonNode state() {
    return parse(ask("GET", "/api/v1/state", "").body());
  }

  /** {@code GET /api/v1/audit}, the latest change first. */
  public JsonNode audit() {
    return parse(ask("GET", "/api/v1/audit", "").body());
  }

  /** {@code GET /metrics}. */
  public MetricsText metrics() {
    return new MetricsText(ask("GET", "/metrics", "").body());
  }

  /** Sets green's weight; fails unless the router agrees. */
  public void setWeight(String weight) {
    String order = "{\"green\":\"" + weight + "\",\"reason\":\"a test wants it\"}";
    HttpResponse<String> answer = ask("PUT", "/api/v1/split", order);
    if (answer.statusCode() != 200) {
      throw new AssertionError(answer.statusCode() + ": " + answer.body());
    }
  }

  /** Asks anything; the content is JSON. */
  public HttpResponse<String> ask(String method, String path, String content) {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(url() + path))
            .timeout(Duration.ofSeconds(Patience.SECONDS))
            .header("Content-Type", "application/json")
            .method(method, BodyPublishers.ofString(content))
            .build();
    try {
      return client.send(request, BodyHandlers.ofString());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw Patience.interrupted("an answer of the admin port", e);
    }
  }

  /** Waits until every instance of both stacks is healthy. */
  public void awaitBothUp() {
    awaitHealth("blue", "up");
    awaitHealth("green", "up");
  }

  /** Waits until every instance of a stack is {@code up}, {@code down}, … */
  public void awaitHealth(String stack, String health) {
    Patience.until(() -> isEach(stack, health), stack + " to be " + health);
  }

  /** Waits until so many requests of a stack have ended: a client may be quicker than the count. */
  public void awaitCounted(String stack, long requests) {
    Patience.until(
        () -> state().at("/stacks/" + stack + "/totals/requests").asLong() >= requests,
        requests + " requests of " + stack);
  }

  private boolean isEach(String stack, String health) {
    JsonNode instances = state().at("/stacks/" + stack + "/instances");
    return !instances.isEmpty()
        && StreamSupport.stream(instances.spliterator(), false)
            .allMatch(instance -> instance.path("health").asText().equals(health));
  }

  private static JsonNode parse(String json) {
    try {
      return JSON.readTree(json);
    } catch (JsonProcessingException e) {
      throw new AssertionError("not JSON: " + json, e);
    }
  }
}
