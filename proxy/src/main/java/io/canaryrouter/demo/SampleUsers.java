package io.canaryrouter.demo;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * The people of the demo: each signed in with a token, each asking for their own page now and then,
 * at a steady rate that does not wait for answers. Keeps count of what they saw.
 *
 * <p>Thread safety: {@link #tally} may be called from any thread.
 */
final class SampleUsers implements AutoCloseable {
  /** How many there are. */
  static final int COUNT = 200;

  /** How many requests they send a second, all together. */
  static final int REQUESTS_PER_SECOND = 40;

  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final Duration TOKEN_LIFE = Duration.ofDays(1);

  private final URI router;
  private final ScheduledExecutorService clock =
      Executors.newSingleThreadScheduledExecutor(DemoThreads.named("sample-users"));
  private final ExecutorService answers =
      Executors.newFixedThreadPool(2, DemoThreads.named("sample-users"));
  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).executor(answers).build();
  private final Random random = new Random(42);
  private final List<String> tokens;

  private final AtomicLong requests = new AtomicLong();
  private final AtomicLong failed = new AtomicLong();
  private final Set<Integer> hurt = ConcurrentHashMap.newKeySet();
  private final Map<Integer, String> home = new ConcurrentHashMap<>();
  private final Set<Integer> moved = ConcurrentHashMap.newKeySet();

  SampleUsers(URI router) {
    this.router = router;
    long expiry = Instant.now().plus(TOKEN_LIFE).getEpochSecond();
    tokens =
        IntStream.rangeClosed(1, COUNT).mapToObj(user -> SampleToken.of(user, expiry)).toList();
  }

  /** Begins to send. */
  void start() {
    long period = TimeUnit.SECONDS.toMicros(1) / REQUESTS_PER_SECOND;
    var unused = clock.scheduleAtFixedRate(this::visit, 0, period, TimeUnit.MICROSECONDS);
  }

  /** What they have seen until now. */
  Tally tally() {
    return new Tally(requests.get(), failed.get(), hurt.size(), moved.size());
  }

  @Override
  public void close() {
    clock.shutdownNow();
    answers.shutdown();
  }

  private void visit() {
    int user = 1 + random.nextInt(COUNT);
    HttpRequest request = random.nextInt(20) == 0 ? login() : ownPage(user);
    var unused =
        client
            .sendAsync(request, BodyHandlers.discarding())
            .whenComplete((response, failure) -> count(user, response));
  }

  private HttpRequest ownPage(int user) {
    return HttpRequest.newBuilder(router.resolve("/api/v1/users/me"))
        .header("Authorization", "Bearer " + tokens.get(user - 1))
        .timeout(PATIENCE)
        .build();
  }

  private HttpRequest login() {
    return HttpRequest.newBuilder(router.resolve("/api/v1/auth/login"))
        .header("Content-Type", "application/json")
        .POST(HttpRequest.BodyPublishers.ofString("{\"password\":\"correct horse\"}"))
        .timeout(PATIENCE)
        .build();
  }

  private void count(int user, @Nullable HttpResponse<Void> response) {
    requests.incrementAndGet();
    if (response == null || response.statusCode() >= 400) {
      failed.incrementAndGet();
      hurt.add(user);
      return;
    }
    if (response.request().method().equals("GET")) {
      String stack = response.headers().firstValue(SampleStack.ANSWERED_BY).orElse("");
      String before = home.put(user, stack);
      if (before != null && !before.equals(stack)) {
        moved.add(user);
      }
    }
  }

  /**
   * What the users saw.
   *
   * @param requests answered or given up
   * @param failed of them those that got no answer, or one that says no
   * @param hurt users with at least one failed request
   * @param moved users whom first one version answered and then the other
   */
  record Tally(long requests, long failed, int hurt, int moved) {}
}
