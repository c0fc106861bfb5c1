package io.canaryrouter.admin;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.UUID;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The admin port, on the JDK's own HTTP server.
 *
 * <p>It has at most {@value #MAX_THREADS} threads, started as they are needed, and {@value
 * #MAX_CONNECTIONS} connections, each of which waits for its turn; what comes above that is closed.
 * A client that has not sent its request after five seconds, or not taken its answer after ten, is
 * cut off, so slow ones can delay other admin calls but neither hold the port nor touch a user's
 * request. Subscribers to events have a thread each beside these.
 */
public final class AdminServer implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(AdminServer.class);
  private static final int MAX_THREADS = 64;
  private static final int MAX_CONNECTIONS = 2_048;
  private static final int BACKLOG = 1_024;

  /** What a thread that writes an answer needs, with room to spare. */
  private static final long STACK_BYTES = 256 * 1024;

  private static final long LOOK_MILLIS = 250;

  private final HttpServer server;
  private final ThreadPoolExecutor threads;
  private final ScheduledExecutorService timer;
  private final StallWatch stalls;
  private final EventHub hub;
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
            MAX_THREADS,
            MAX_THREADS,
            30,
            TimeUnit.SECONDS,
            new ArrayBlockingQueue<>(MAX_CONNECTIONS),
            task -> newThread(task, "admin-" + count.incrementAndGet()));
    threads.allowCoreThreadTimeOut(true);
    timer = Executors.newSingleThreadScheduledExecutor(task -> newThread(task, "admin-timer"));
    server.setExecutor(threads);
    server.createContext("/", this::serve);
    StateView view = new StateView(parts);
    Sessions sessions = new Sessions(parts.nanoClock());
    stalls = new StallWatch(parts.nanoClock());
    gate = new Gate(settings, sessions, parts.nanoClock());
    hub = new EventHub(parts, view, UUID.randomUUID().toString().substring(0, 8));
    metrics = new MetricsPage(new CanaryCollector(parts));
    api =
        new AdminApi(
            parts, view, metrics, new SignIn(gate, sessions), new EventStreams(hub, gate, stalls));
  }

  private static HttpServer bind(AdminSettings settings) throws IOException {
    String host = settings.host().replaceAll("[\\[\\]]", "");
    try {
      return HttpServer.create(new InetSocketAddress(host, settings.port()), BACKLOG);
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
    timer.scheduleWithFixedDelay(this::look, LOOK_MILLIS, LOOK_MILLIS, TimeUnit.MILLISECONDS);
  }

  private void look() {
    try {
      stalls.look();
      hub.turn();
    } catch (RuntimeException e) {
      // A timer forgets what has thrown, and nobody would hear of events any more.
      LOG.error("The admin port could not tell its subscribers, by an error of its own", e);
    }
  }

  /** Where it listens, with the port that was bound. */
  public InetSocketAddress address() {
    return server.getAddress();
  }

  /** Stops at once. */
  @Override
  public void close() {
    timer.shutdownNow();
    hub.close();
    server.stop(0);
    threads.shutdownNow();
    metrics.close();
  }

  private void serve(HttpExchange exchange) throws IOException {
    Answer answer = answer(exchange);
    if (answer.isTaken()) {
      return;
    }
    stalls.during(() -> send(exchange, answer));
  }

  private static void send(HttpExchange exchange, Answer answer) throws IOException {
    try (exchange) {
      write(exchange, answer);
    }
  }

  private static void write(HttpExchange exchange, Answer answer) throws IOException {
    exchange.getResponseHeaders().set("Content-Type", answer.contentType());
    exchange.getResponseHeaders().set("Cache-Control", "no-store");
    exchange.getResponseHeaders().set("X-Content-Type-Options", "nosniff");
    answer.fields().forEach(exchange.getResponseHeaders()::set);
    boolean isBodiless = exchange.getRequestMethod().equals("HEAD") || answer.body().length == 0;
    exchange.sendResponseHeaders(answer.status(), isBodiless ? -1 : answer.body().length);
    if (!isBodiless) {
      exchange.getResponseBody().write(answer.body());
    }
  }

  private Answer answer(HttpExchange exchange) {
    Visit visit = Visit.of(exchange);
    Caller caller = Caller.ANYBODY;
    try {
      caller = gate.admit(visit);
      return api.answer(new Call(exchange, visit, caller));
    } catch (Problem problem) {
      if (problem.status() == 403 && !caller.equals(Caller.ANYBODY)) {
        LOG.warn(
            "{} from {} may not {} {}: {}",
            caller,
            visit.address(),
            visit.method(),
            visit.path(),
            problem.getMessage());
      }
      return refusal(problem);
    } catch (RuntimeException e) {
      LOG.error("An admin call failed by an error of its own", e);
      return api.problem(500, "an error of the router; its log says more");
    }
  }

  private Answer refusal(Problem problem) {
    Answer answer = api.problem(problem.status(), String.valueOf(problem.getMessage()));
    if (problem.retrySeconds() > 0) {
      answer = answer.with("Retry-After", String.valueOf(problem.retrySeconds()));
    }
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
    setDefault("sun.net.httpserver.maxReqTime", "5");
    setDefault("sun.net.httpserver.idleInterval", "30");
    setDefault("sun.net.httpserver.maxIdleConnections", "64");
    setDefault("sun.net.httpserver.nodelay", "true");
    setDefault("jdk.httpserver.maxConnections", String.valueOf(MAX_CONNECTIONS));
  }

  private static void setDefault(String property, String value) {
    if (System.getProperty(property) == null) {
      System.setProperty(property, value);
    }
  }

  private static Thread newThread(Runnable task, String name) {
    Thread thread = new Thread(null, task, name, STACK_BYTES);
    thread.setDaemon(true);
    return thread;
  }
}
