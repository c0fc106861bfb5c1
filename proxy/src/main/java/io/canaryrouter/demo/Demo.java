package io.canaryrouter.demo;

import io.canaryrouter.split.Bucket;
import io.canaryrouter.split.Stack;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

/**
 * One showing: two stacks, a router and its users; a line each second; something breaks; it ends.
 *
 * <p>Thread safety: one thread runs it; {@link #end} may be called from any.
 */
final class Demo {
  private static final int WARM_UP_REQUESTS = 100;

  private final DemoSettings settings;
  private final RouterLauncher launcher;
  private final String command;
  private final PrintWriter out;
  private final HttpClient client = HttpClient.newHttpClient();
  private final CountDownLatch ended = new CountDownLatch(1);

  /**
   * A showing.
   *
   * @param command how canary is called here
   */
  Demo(DemoSettings settings, RouterLauncher launcher, String command, PrintWriter out) {
    this.settings = settings;
    this.launcher = launcher;
    this.command = command;
    this.out = out;
  }

  /**
   * Shows all of it, until the settings or {@link #end} say that it is enough.
   *
   * @throws IOException when a port is taken, or the router does not tell its state
   */
  void run() throws IOException, InterruptedException {
    int unlucky = firstUserOnGreen();
    try (SampleStack blue = new SampleStack(Stack.BLUE, unlucky);
        SampleStack green = new SampleStack(Stack.GREEN, unlucky);
        RouterLauncher.Running router = launcher.start(settings.yaml(blue, green));
        SampleUsers users = new SampleUsers(router.traffic())) {
      introduce(blue, green, router);
      warmUp(blue);
      warmUp(green);
      users.start();
      RouterState last = show(blue, green, router, users);
      conclude(last, users.tally());
    }
  }

  /** Ends it early. */
  void end() {
    ended.countDown();
  }

  private void introduce(SampleStack blue, SampleStack green, RouterLauncher.Running router) {
    print(
        """
        Two versions of an application, and the router between them and their users:

          blue    http://%-16s  the stable version
          green   http://%-16s  the new version, for %s of the users
          router  %-23s  what the users call
          admin   %-23s  try /api/v1/state and /metrics

        %d signed-in users send %d requests a second.%s Ctrl-C ends it.
        """
            .formatted(
                blue.address(),
                green.address(),
                settings.split(),
                router.traffic(),
                router.admin(),
                SampleUsers.COUNT,
                SampleUsers.REQUESTS_PER_SECOND,
                settings.announcement()));
    print(StatusLine.HEADING);
  }

  /** Without it the first minute's latencies would be those of a JVM that has just started. */
  private void warmUp(SampleStack stack) throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create("http://" + stack.address() + "/api/v1/users/me"))
            .header("Authorization", "Bearer " + SampleToken.of(1, 0))
            .build();
    for (int i = 0; i < WARM_UP_REQUESTS; i++) {
      client.send(request, BodyHandlers.discarding());
    }
  }

  /** Returns the last state seen. */
  private RouterState show(
      SampleStack blue, SampleStack green, RouterLauncher.Running router, SampleUsers users)
      throws IOException, InterruptedException {
    RouterState state = RouterState.fetch(client, router.admin());
    for (int second = 1; !ended.await(1, TimeUnit.SECONDS); second++) {
      RouterState next = RouterState.fetch(client, router.admin());
      print(StatusLine.of(second, next, users.tally()));
      announceFailover(state, next, router.admin());
      state = next;
      Breakage breakage = settings.breakage();
      if (breakage != null && second == settings.breakAfterSeconds()) {
        breakage.apply(blue, green);
        print(">>> now " + breakage.sentence());
      }
      if (second == settings.seconds()) {
        break;
      }
    }
    return state;
  }

  private void announceFailover(RouterState before, RouterState now, URI admin) {
    if (before.latch() == null && now.latch() != null) {
      print(">>> FAILOVER, everyone is on blue: " + now.latch());
      print(">>> it holds until a person releases it; in another terminal:");
      print(">>> " + command + " failback --green 1% --force --admin " + admin);
    }
  }

  private void conclude(RouterState state, SampleUsers.Tally seen) {
    print(
        """

        %d requests, %d failed; of %d users %d saw a failure, %d changed stacks.
        Green rejected %d requests; blue answered %d that green had failed.\
        """
            .formatted(
                seen.requests(),
                seen.failed(),
                SampleUsers.COUNT,
                seen.hurt(),
                seen.moved(),
                state.green().rejected(),
                state.green().rescued()));
    Breakage breakage = settings.breakage();
    if (breakage != null && state.latch() == null) {
      print(breakage.whyNoFailover());
    }
  }

  private int firstUserOnGreen() {
    return IntStream.rangeClosed(1, SampleUsers.COUNT)
        .filter(user ->
            Bucket.rank(Bucket.of("", String.valueOf(user))) < settings.split().basisPoints())
        .findFirst()
        .orElse(0);
  }

  private void print(String line) {
    out.println(line);
    out.flush();
  }
}
