package io.canaryrouter.identity;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Fetches a JWK Set by HTTP: within {@value #TIMEOUT_SECONDS} s, at most {@value #MAX_OCTETS}
 * octets, from the configured address and no other. For use by one thread.
 */
final class JwksClient implements JwksFetch {
  static final int MAX_OCTETS = 256 * 1024;
  private static final int TIMEOUT_SECONDS = 10;

  private final HttpRequest request;
  private final HttpClient client =
      HttpClient.newBuilder()
          .followRedirects(HttpClient.Redirect.NEVER)
          .connectTimeout(Duration.ofSeconds(TIMEOUT_SECONDS))
          .build();

  JwksClient(URI address) {
    this.request =
        HttpRequest.newBuilder(address)
            .timeout(Duration.ofSeconds(TIMEOUT_SECONDS))
            .header("Accept", "application/jwk-set+json, application/json")
            .build();
  }

  @Override
  public String fetch() throws IOException, InterruptedException {
    CompletableFuture<HttpResponse<byte[]>> exchange =
        client.sendAsync(request, head -> new BoundedBody(MAX_OCTETS));
    try {
      return body(exchange.get(TIMEOUT_SECONDS, TimeUnit.SECONDS));
    } catch (ExecutionException e) {
      throw new IOException("it cannot be had: " + e.getCause(), e);
    } catch (TimeoutException e) {
      throw new IOException("it did not come whole within " + TIMEOUT_SECONDS + " s", e);
    } finally {
      exchange.cancel(true);
    }
  }

  private static String body(HttpResponse<byte[]> response) throws IOException {
    int status = response.statusCode();
    if (status / 100 == 3) {
      throw new IOException(
          "it answers " + status + ": redirects are not followed, so configure where it leads");
    }
    if (status != 200) {
      throw new IOException("it answers " + status);
    }
    return new String(response.body(), StandardCharsets.UTF_8);
  }

  /** From Java 21 on its threads can be told to end; before, they end with the client itself. */
  @Override
  public void close() {
    Object held = client;
    if (held instanceof AutoCloseable closeable) {
      try {
        closeable.close();
      } catch (Exception e) {
        throw new IllegalStateException("an HTTP client closes without an error", e);
      }
    }
  }
}
