package io.canaryrouter.admin;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The admin port, on the JDK's own HTTP server.
 *
 * <p>It has {@value #THREADS} threads and room for {@value #MAX_WAITING} waiting connections; what
 * comes above that is closed. A client that has not sent its request, or not taken its answer,
 * within ten seconds is cut off, so slow ones can delay other admin calls but neither hold the port
 * nor touch a user's request.
 */
public final class AdminServer implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(AdminServer.class);
  private static final int THREADS = 8;
  private static final int MAX_WAITING = 64;

  private final HttpServer server;
  private final ThreadPoolExecutor threads;
  private final Gate gate;
  private final MetricsPage metrics;
  private final AdminApi api;

  /**
   * Binds the port; {@link #start} opens it.
   *
   * @throws IOException when the address cannot be bound, with a sentence for the user
   */
  public AdminServer(AdminSettings settings, AdminParts parts) throws IOException {
    boundSlowClients();
    server = bind(settings);
    AtomicInteger count = new AtomicInteger();
    threads =
        new ThreadPoolExecutor(
            THREADS,
            THREADS,
            30,
            TimeUnit.SECONDS,
            new ArrayBlockingQueue<>(MAX_WAITING),
            task -> newThread(task, "admin-" + count.incrementAndGet()));
    threads.allowCoreThreadTimeOut(true);
    server.setExecutor(threads);
    server.createContext("/", this::serve);
    gate = new Gate(settings);
    metrics = new MetricsPage(new CanaryCollector(parts));
    api = new AdminApi(parts, metrics);
  }

  private static HttpServer bind(AdminSettings settings) throws IOException {
    String host = settings.host().replaceAll("[\\[\\]]", "");
    try {
      return HttpServer.create(new InetSocketAddress(host, settings.port()), MAX_WAITING);
    } catch (IOException e) {
      throw new IOException(
          "cannot listen on "
              + settings.host()
              + ":"
              + settings.port()
              + " ("
              + e.getMessage()
              + "); is something else there? admin.port chooses another",
          e);
    }
  }

  /** Begins to answer. */
  public void start() {
    server.start();
  }

  /** The port that was bound. */
  public int port() {
    return server.getAddress().getPort();
  }

  /** Stops at once. */
  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
    metrics.close();
  }

  private void serve(HttpExchange exchange) throws IOException {
    try (exchange) {
      Answer answer = answer(exchange);
      exchange.getResponseHeaders().set("Content-Type", answer.contentType());
      exchange.getResponseHeaders().set("Cache-Control", "no-store");
      exchange.getResponseHeaders().set("X-Content-Type-Options", "nosniff");
      answer.fields().forEach(exchange.getResponseHeaders()::set);
      boolean isBodiless = exchange.getRequestMethod().equals("HEAD");
      exchange.sendResponseHeaders(answer.status(), isBodiless ? -1 : answer.body().length);
      if (!isBodiless) {
        exchange.getResponseBody().write(answer.body());
      }
    }
  }

  private Answer answer(HttpExchange exchange) {
    try {
      String path = exchange.getRequestURI().getPath();
      String caller = gate.admit(path == null ? "" : path, exchange.getRequestHeaders());
      return api.answer(new Call(exchange, caller));
    } catch (Problem problem) {
      return refusal(problem);
    } catch (RuntimeException e) {
      LOG.error("An admin call failed by an error of its own", e);
      return api.problem(500, "an error of the router; its log says more");
    }
  }

  private Answer refusal(Problem problem) {
    Answer answer = api.problem(problem.status(), String.valueOf(problem.getMessage()));
    return switch (problem.status()) {
      case 401 -> answer.with("WWW-Authenticate", "Bearer");
      // The rest of the body is not worth reading.
      case 413 -> answer.with("Connection", "close");
      default -> answer;
    };
  }

  /**
   * The JDK's server reads its limits once, from these properties, before the first server is made.
   * What the operator set on the command line stands.
   */
  private static void boundSlowClients() {
    setDefault("sun.net.httpserver.maxReqTime", "10");
    setDefault("sun.net.httpserver.maxRspTime", "10");
    setDefault("sun.net.httpserver.idleInterval", "30");
    setDefault("sun.net.httpserver.maxIdleConnections", "64");
    setDefault("jdk.httpserver.maxConnections", "256");
  }

  private static void setDefault(String property, String value) {
    if (System.getProperty(property) == null) {
      System.setProperty(property, value);
    }
  }

  private static Thread newThread(Runnable task, String name) {
    Thread thread = new Thread(task, name);
    thread.setDaemon(true);
    return thread;
  }
}
