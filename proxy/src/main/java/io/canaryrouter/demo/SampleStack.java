package io.canaryrouter.demo;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.canaryrouter.demo.Breakage.Fault;
import io.canaryrouter.split.Stack;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.OptionalInt;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;

/**
 * One version of the sample application: a small JSON API with a health check, a login and the
 * signed-in user, that takes a few milliseconds for each answer and can be broken while it serves.
 *
 * <p>Thread safety: {@link #breakWith} may be called from any thread and holds for the requests
 * that begin afterwards.
 */
final class SampleStack implements AutoCloseable {
  /** The response field that names the version that answered. */
  static final String ANSWERED_BY = "X-Sample-Stack";

  private static final double MEDIAN_MICROS = 4_000;
  private static final double SPREAD = 0.5;

  static {
    // Without it the server's answers wait 40 ms for the client's delayed acknowledgement.
    System.setProperty("sun.net.httpserver.nodelay", "true");
  }

  private final Stack name;
  private final int unluckyUser;
  private final ScheduledExecutorService executor =
      Executors.newScheduledThreadPool(2, DemoThreads.named("sample-stack"));
  private final HttpServer server;
  private volatile Fault fault = Fault.NONE;

  /**
   * Starts to serve on a free port of the loopback address.
   *
   * @param unluckyUser whom {@link Fault#ONE_USER} hits
   */
  SampleStack(Stack name, int unluckyUser) throws IOException {
    this.name = name;
    this.unluckyUser = unluckyUser;
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(executor);
    server.createContext("/", this::answerLater);
    server.start();
  }

  /** Where it listens, as a configuration names it. */
  String address() {
    return "127.0.0.1:" + server.getAddress().getPort();
  }

  /** From now on it does this wrong. */
  void breakWith(Fault next) {
    fault = next;
    if (next == Fault.GONE) {
      server.stop(0);
    }
  }

  @Override
  public void close() {
    if (fault != Fault.GONE) {
      server.stop(0);
    }
    executor.shutdownNow();
  }

  private void answerLater(HttpExchange exchange) throws IOException {
    exchange.getRequestBody().readAllBytes();
    Answer answer = answer(exchange);
    double gaussian = ThreadLocalRandom.current().nextGaussian();
    long micros = Math.round(MEDIAN_MICROS * Math.exp(SPREAD * gaussian));
    var unused = executor.schedule(() -> send(exchange, answer), micros, TimeUnit.MICROSECONDS);
  }

  private Answer answer(HttpExchange exchange) {
    String call = exchange.getRequestMethod() + " " + exchange.getRequestURI().getPath();
    if ("GET /up".equals(call)) {
      // Like a Rails application's, it tells that the process has booted and nothing more.
      return new Answer(200, "{\"status\":\"up\"}");
    }
    if (fault == Fault.SERVER_ERROR) {
      return new Answer(500, "{\"error\":\"broken by the demo\"}");
    }
    return switch (call) {
      case "GET /api/v1/users/me" ->
          signedInUser(exchange.getRequestHeaders().getFirst("Authorization"));
      case "POST /api/v1/auth/login" -> new Answer(200, "{\"signed_in\":true}");
      default -> new Answer(404, "{\"error\":\"no such page\"}");
    };
  }

  private Answer signedInUser(String authorization) {
    String scheme = "Bearer ";
    OptionalInt user =
        authorization == null || !authorization.startsWith(scheme) || fault == Fault.UNAUTHORIZED
            ? OptionalInt.empty()
            : SampleToken.userOf(authorization.substring(scheme.length()));
    if (user.isEmpty()) {
      return new Answer(401, "{\"error\":\"who are you?\"}");
    }
    if (fault == Fault.ONE_USER && user.getAsInt() == unluckyUser) {
      return new Answer(500, "{\"error\":\"broken by the demo for this user\"}");
    }
    return new Answer(200, "{\"id\":%d,\"stack\":\"%s\"}".formatted(user.getAsInt(), name.label()));
  }

  private void send(HttpExchange exchange, Answer answer) {
    byte[] body = answer.json().getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().set("Content-Type", "application/json");
    exchange.getResponseHeaders().set(ANSWERED_BY, name.label());
    try (exchange) {
      exchange.sendResponseHeaders(answer.status(), body.length);
      exchange.getResponseBody().write(body);
    } catch (IOException e) {
      // The other side has gone; closing the exchange is all that is left to do.
      return;
    }
  }

  private record Answer(int status, String json) {}
}
