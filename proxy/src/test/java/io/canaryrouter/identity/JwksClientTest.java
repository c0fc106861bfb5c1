package io.canaryrouter.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.canaryrouter.testing.ReservedPort;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class JwksClientTest {
  @AutoClose private final Issuer server = new Issuer();

  private JwksClient client;
  private int status = 200;
  private byte[] body = "{}".getBytes(StandardCharsets.UTF_8);
  private int calls;

  @BeforeEach
  void listen() {
    client = new JwksClient(server.address());
    server.http.createContext("/", this::answer);
  }

  @Test
  void theTextOfTheSetIsFetched() throws Exception {
    body = "{\"keys\":[\"é\"]}".getBytes(StandardCharsets.UTF_8);
    assertThat(client.fetch()).isEqualTo("{\"keys\":[\"é\"]}");
    assertThat(client.fetch()).isEqualTo("{\"keys\":[\"é\"]}");
    client.close();
  }

  @Test
  void whatIsTooLargeIsBrokenOff() {
    body = new byte[JwksClient.MAX_OCTETS + 1];
    assertThatThrownBy(client::fetch)
        .isInstanceOf(IOException.class)
        .hasMessageContaining("larger than");
  }

  @Test
  void theLargestIsTaken() throws Exception {
    body = new byte[JwksClient.MAX_OCTETS];
    assertThat(client.fetch()).hasSize(JwksClient.MAX_OCTETS);
  }

  @Test
  void noRedirectIsFollowed() {
    status = 302;
    assertThatThrownBy(client::fetch).hasMessageContaining("redirects are not followed");
    assertThat(calls).isEqualTo(1);
  }

  @Test
  void anotherStatusIsTold() {
    status = 503;
    assertThatThrownBy(client::fetch).hasMessageContaining("it answers 503");
  }

  @Test
  void whatCannotBeReachedIsTold() throws Exception {
    try (ReservedPort closed = new ReservedPort()) {
      JwksClient nobody = new JwksClient(URI.create("http://127.0.0.1:" + closed.number() + "/"));
      assertThatThrownBy(nobody::fetch)
          .isInstanceOf(IOException.class)
          .hasMessageContaining("cannot be had");
    }
  }

  private void answer(HttpExchange exchange) throws IOException {
    calls++;
    exchange.getResponseHeaders().add("Location", server.address() + "elsewhere");
    exchange.sendResponseHeaders(status, body.length);
    try (exchange) {
      exchange.getResponseBody().write(body);
    } catch (IOException e) {
      // Broken off, as one test wants it.
    }
  }

  /** A server on a free port of this machine. */
  private static final class Issuer implements AutoCloseable {
    private final HttpServer http;

    Issuer() {
      try {
        http = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      http.start();
    }

    URI address() {
      return URI.create("http://127.0.0.1:" + http.getAddress().getPort() + "/");
    }

    @Override
    public void close() {
      http.stop(0);
    }
  }
}
