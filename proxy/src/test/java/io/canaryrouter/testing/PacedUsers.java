package io.canaryrouter.testing;

import io.canaryrouter.split.Bucket;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongPredicate;
import java.util.stream.Collectors;
import java.util.stream.LongStream;

/**
 * A hundred signed-in users, of whom one each hundredth of a second asks for a page, in turn,
 * whether those before have been answered or not.
 *
 * <p>Never faster than that: what a busy machine was too late to send is not sent all at once.
 */
public final class PacedUsers implements AutoCloseable {
  private static final int COUNT = 100;
  private static final long PACE_MILLIS = 10;
  private static final Duration LIMIT = Duration.ofSeconds(Patience.SECONDS);

  private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor();

  private final ExecutorService asking = Executors.newCachedThreadPool();
  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final List<HttpRequest> pages;
  private final AtomicLong sent = new AtomicLong();
  private final AtomicLong answered = new AtomicLong();
  private final Queue<String> failures = new ConcurrentLinkedQueue<>();

  private PacedUsers(String url, int onGreen) {
    pages = inTurn(onGreen).stream().map(user -> page(url, user)).toList();
    var unused = clock.scheduleWithFixedDelay(this::visit, 0, PACE_MILLIS, TimeUnit.MILLISECONDS);
  }

  /** Begins at once, with so many of the hundred on green, as far as the weight is the same. */
  public static PacedUsers on(String url, int onGreen) {
    return new PacedUsers(url, onGreen);
  }

  /** Waits until everybody who begins to ask from now on has been answered once. */
  public void awaitRound() {
    long before = sent.get();
    Patience.until(() -> answered.get() >= before + COUNT, "a page for each of the users");
  }

  /** What was no page of 200, one word each: the status, or what went wrong. */
  public List<String> failures() {
    return List.copyOf(failures);
  }

  /** No one asks any more, and everybody has been answered. */
  @Override
  public void close() {
    clock.shutdown();
    Patience.until(
        () -> clock.isTerminated() && answered.get() == sent.get(), "the last page to be answered");
    asking.shutdown();
  }

  private void visit() {
    HttpRequest page = pages.get((int) (sent.getAndIncrement() % COUNT));
    asking.execute(() -> ask(page));
  }

  private void ask(HttpRequest page) {
    try {
      int status = client.send(page, BodyHandlers.discarding()).statusCode();
      if (status != 200) {
        failures.add(String.valueOf(status));
      }
    } catch (IOException | InterruptedException e) {
      failures.add(e.toString());
    } finally {
      answered.incrementAndGet();
    }
  }

  private static HttpRequest page(String url, long user) {
    return HttpRequest.newBuilder(URI.create(url + "/page"))
        .timeout(LIMIT)
        .header("Authorization", "Bearer " + Tokens.forUser(user))
        .build();
  }

  /** Those on green as far from each other as can be. */
  private static List<Long> inTurn(int onGreen) {
    LongPredicate isOnGreen = user -> rank(user) < onGreen * (Bucket.COUNT / COUNT);
    Queue<Long> green = users(isOnGreen, onGreen);
    Queue<Long> blue = users(isOnGreen.negate(), COUNT - onGreen);
    List<Long> turns = new ArrayList<>();
    for (int turn = 0; turn < COUNT; turn++) {
      turns.add(turn * onGreen % COUNT < onGreen ? green.remove() : blue.remove());
    }
    return turns;
  }

  private static Queue<Long> users(LongPredicate which, int count) {
    return LongStream.iterate(1, user -> user + 1)
        .filter(which)
        .limit(count)
        .boxed()
        .collect(Collectors.toCollection(ArrayDeque::new));
  }

  private static int rank(long user) {
    return Bucket.rank(Bucket.of("", String.valueOf(user)));
  }
}
