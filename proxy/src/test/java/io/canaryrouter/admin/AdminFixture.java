package io.canaryrouter.admin;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.canaryrouter.identity.IdentitySettings;
import io.canaryrouter.identity.UserIdentifier;
import io.canaryrouter.judge.AlphaBudget;
import io.canaryrouter.judge.GuardSettings;
import io.canaryrouter.judge.JudgedGuard;
import io.canaryrouter.measure.Ledger;
import io.canaryrouter.measure.Measurements;
import io.canaryrouter.measure.Sample;
import io.canaryrouter.rollout.Basis;
import io.canaryrouter.rollout.Cause;
import io.canaryrouter.rollout.Change;
import io.canaryrouter.rollout.Clocks;
import io.canaryrouter.rollout.Commands;
import io.canaryrouter.rollout.Control;
import io.canaryrouter.rollout.Keeper;
import io.canaryrouter.rollout.Opening;
import io.canaryrouter.rollout.StateText;
import io.canaryrouter.rollout.Watch;
import io.canaryrouter.routes.Rules;
import io.canaryrouter.split.DataPlane;
import io.canaryrouter.split.Splitter;
import io.canaryrouter.split.Stack;
import io.canaryrouter.split.StackHealth;
import io.canaryrouter.split.Weight;
import io.canaryrouter.store.MemoryStore;
import io.canaryrouter.testing.Patience;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** An admin server on a free loopback port, over a control that answers on the calling thread. */
final class AdminFixture implements AutoCloseable {
  final AtomicLong nanos = new AtomicLong(Duration.ofDays(2).toNanos());
  final Measurements measurements = new Measurements();
  final Splitter splitter;
  final Commands commands;
  final AdminParts parts;
  boolean isReady = true;
  Rules rules = Rules.NONE;
  UserIdentifier identifier = new UserIdentifier(IdentitySettings.DEFAULTS, new Random(1));

  /** Whether either stack was ever seen well. */
  boolean hasBeenUp = true;

  /** What the stacks call themselves; nothing unless a test wants it. */
  final Map<Stack, String> builds = new ConcurrentHashMap<>();

  @Nullable RuntimeException reloadTrouble;

  private final HttpClient client = HttpClient.newHttpClient();
  private final AdminServer server;

  /** On this machine, with the one token or without any, and a control that has seen these end. */
  AdminFixture(@Nullable String token, Sample... seen) throws IOException {
    this(token == null ? List.of() : List.of(AdminToken.admin(token)), null, true, seen);
  }

  AdminFixture(
      List<AdminToken> tokens, @Nullable String publicHost, boolean openMetrics, Sample... seen)
      throws IOException {
    Basis basis =
        new Basis(
            Weight.parse("10%"),
            "",
            new Basis.Target("blue:3000", "7.1"),
            new Basis.Target("green:3000", "8.1"));
    Keeper keeper =
        new Keeper(new MemoryStore(), false, new StateText("edge"), Runnable::run, Runnable::run);
    Opening opening = Opening.of(keeper, basis);
    splitter = new Splitter(opening.table(false), nanos::get);
    Clocks clocks = new Clocks(nanos::get, () -> 1_795_392_000_000L);
    Ledger ledger = new Ledger(nanos.get(), 1_795_392_000_000L, minutes -> {});
    ledger.epoch(nanos.get(), 1, basis.weight());
    Arrays.stream(seen).forEach(ledger::record);
    Watch watch =
        new Watch(
            measurements.ring(),
            new JudgedGuard(GuardSettings.DEFAULT, List.of(), AlphaBudget.DEFAULT),
            ledger);
    commands =
        new Commands(
            new Control(splitter, opening, keeper, watch, new SilentDataPlane(), clocks),
            Runnable::run);
    parts =
        new AdminParts(
            "edge",
            commands,
            splitter,
            measurements,
            () -> identifier,
            () -> rules,
            new TwoStacks(),
            this::reload,
            "1.2.3",
            nanos::get,
            clocks.epochMillis());
    server =
        new AdminServer(new AdminSettings("127.0.0.1", 0, tokens, publicHost, openMetrics), parts);
    server.start();
  }

  int port() {
    return server.address().getPort();
  }

  HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port() + path));
  }

  HttpResponse<String> get(String path) throws Exception {
    return send(request(path));
  }

  HttpResponse<String> call(String method, String path, String body) throws Exception {
    return send(
        request(path)
            .method(method, BodyPublishers.ofString(body))
            .header("Content-Type", "application/json"));
  }

  HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
    HttpRequest bounded = request.timeout(Duration.ofSeconds(Patience.SECONDS)).build();
    return client.send(bounded, BodyHandlers.ofString());
  }

  static JsonNode json(HttpResponse<String> answer) throws IOException {
    return new ObjectMapper().readTree(answer.body());
  }

  @Override
  public void close() {
    server.close();
  }

  private Change reload(Cause cause) {
    if (reloadTrouble != null) {
      throw reloadTrouble;
    }
    return new Change(splitter.table().revision(), splitter.table().epoch());
  }

  private final class TwoStacks implements Edge {
    @Override
    public StackInfo stack(Stack stack) {
      return new StackInfo(
          stack.label() + ":3000",
          "v-" + stack.label(),
          builds.getOrDefault(stack, ""),
          hasBeenUp,
          List.of(new StackInfo.InstanceInfo("192.0.2.1:3000", "up", 3)));
    }

    @Override
    public @Nullable String address(String text) {
      return text.matches("[0-9a-f.:]+") ? text : null;
    }

    @Override
    public String transport() {
      return "epoll";
    }

    @Override
    public boolean isReady() {
      return isReady;
    }
  }

  private static final class SilentDataPlane implements DataPlane {
    @Override
    public void closeTunnels(Stack stack) {}

    @Override
    public void releaseQueued(Stack stack) {}

    @Override
    public void setHungAfter(long nanos) {}

    @Override
    public StackHealth health(Stack stack) {
      return StackHealth.UNKNOWN;
    }
  }
}
