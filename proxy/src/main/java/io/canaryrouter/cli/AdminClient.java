package io.canaryrouter.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.time.Duration;

/**
 * Asks a running router's admin server. Every error comes out as a {@link CommandFailure}. Blocks
 * the calling thread for at most the time it was given.
 */
final class AdminClient {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final URI server;
  private final String token;
  private final Duration patience;
  private final HttpClient http;

  /** An empty token is none. */
  AdminClient(URI server, String token, Duration patience) {
    this.server = server;
    this.token = token;
    this.patience = patience;
    this.http =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(patience)
            .build();
  }

  static ObjectNode newOrder() {
    return JSON.createObjectNode();
  }

  JsonNode get(String path) {
    return send(request(path).GET());
  }

  JsonNode put(String path, ObjectNode order) {
    return send(withBody("PUT", path, order));
  }

  JsonNode post(String path, ObjectNode order) {
    return send(withBody("POST", path, order));
  }

  private HttpRequest.Builder withBody(String method, String path, ObjectNode order) {
    return request(path)
        .header("Content-Type", "application/json")
        .method(method, HttpRequest.BodyPublishers.ofString(order.toString()));
  }

  private HttpRequest.Builder request(String path) {
    HttpRequest.Builder request = HttpRequest.newBuilder(server.resolve(path)).timeout(patience);
    return token.isEmpty() ? request : request.header("Authorization", "Bearer " + token);
  }

  private JsonNode send(HttpRequest.Builder request) {
    try {
      var response = http.send(request.build(), BodyHandlers.ofString());
      if (response.statusCode() / 100 != 2) {
        throw refusal(response.statusCode(), response.body());
      }
      return JSON.readTree(response.body());
    } catch (JsonProcessingException e) {
      throw failure(ExitCode.REFUSED, "what answers is not a router's admin server");
    } catch (HttpConnectTimeoutException e) {
      throw failure(ExitCode.UNREACHABLE, "nothing answers: is this its address?");
    } catch (HttpTimeoutException e) {
      throw failure(ExitCode.TIMEOUT, "no answer after " + patience.toSeconds() + " s");
    } catch (IOException e) {
      throw failure(
          ExitCode.UNREACHABLE,
          "no router can be reached: is it running, and is this its address?");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw failure(ExitCode.TIMEOUT, "interrupted");
    }
  }

  /** The sentence of a problem+json (RFC 9457), or the status where there is none. */
  private CommandFailure refusal(int status, String body) {
    String hint =
        status == 401 ? " (set CANARY_ADMIN_TOKEN to the token that the router was given)" : "";
    String sentence = "answers " + status;
    try {
      JsonNode problem = JSON.readTree(body);
      String detail = problem.path("detail").asText(problem.path("title").asText(""));
      sentence = detail.isEmpty() ? sentence : Text.plain(detail);
    } catch (JsonProcessingException e) {
      // Something else than a router's admin server can answer; its status is all there is to say.
    }
    return failure(ExitCode.REFUSED, sentence + hint);
  }

  private CommandFailure failure(int exitCode, String sentence) {
    String name = server.getScheme() + "://" + server.getAuthority();
    return new CommandFailure(exitCode, name + ": " + sentence);
  }
}
