package io.canaryrouter.admin;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.canaryrouter.rollout.Cause;
import io.canaryrouter.rollout.Change;
import io.canaryrouter.rollout.Commands;
import io.canaryrouter.rollout.Refused;
import io.canaryrouter.split.Weight;
import java.time.Duration;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** What each call of the admin port does. Thread-safe. */
final class AdminApi {
  /** The control thread takes a turn every 50 ms; one that needs this long is in trouble. */
  private static final long COMMAND_SECONDS = 5;

  /** Silence of the control thread from which the process is no longer alive. */
  private static final long DEAD_NANOS = TimeUnit.SECONDS.toNanos(30);

  /** Changes by one caller at once, and the span after which there may be one more. */
  private static final int BURST = 100;

  private static final Duration SPAN = Duration.ofMillis(100);

  /** Callers whose changes are counted. */
  private static final int MOST_CALLERS = 256;

  private static final long AUDIT_ENTRIES = 500;

  private final AdminParts parts;
  private final StateView view;
  private final StatePage page = new StatePage();
  private final Allowance changes;
  private final Map<String, Map<String, Action>> calls;

  /** What a call does, and what it needs. */
  private record Action(Role role, boolean isChange, Function<Call, Answer> does) {
    /** One that only looks. */
    static Action read(Function<Call, Answer> does) {
      return new Action(Role.READ, false, does);
    }

    /** One that changes what users get. */
    static Action change(Role role, Function<Call, Answer> does) {
      return new Action(role, true, does);
    }
  }

  AdminApi(
      AdminParts parts, StateView view, MetricsPage metrics, SignIn signIn, EventStreams streams) {
    this.parts = parts;
    this.view = view;
    this.changes = new Allowance(BURST, SPAN, MOST_CALLERS, parts.nanoClock());
    this.calls =
        Map.ofEntries(
            Map.entry("/", Map.of("GET", Action.read(call -> page.answer()))),
            Map.entry("/livez", Map.of("GET", Action.read(call -> live()))),
            Map.entry("/readyz", Map.of("GET", Action.read(call -> ready()))),
            Map.entry(
                "/metrics", Map.of("GET", Action.read(call -> metrics.page(call.field("Accept"))))),
            Map.entry(
                SignIn.PATH,
                Map.of(
                    "GET", Action.read(signIn::show),
                    "POST", Action.read(signIn::open),
                    "DELETE", Action.read(signIn::close))),
            Map.entry("/api/v1/state", Map.of("GET", Action.read(call -> state()))),
            Map.entry("/api/v1/events", Map.of("GET", Action.read(streams::open))),
            Map.entry("/api/v1/audit", Map.of("GET", Action.read(this::audit))),
            Map.entry("/api/v1/explain", Map.of("POST", Action.read(this::explain))),
            Map.entry("/api/v1/split", Map.of("PUT", Action.change(Role.OPERATE, this::split))),
            // Whoever sees that something is wrong may end it.
            Map.entry("/api/v1/failover", Map.of("POST", Action.change(Role.READ, this::failover))),
            Map.entry(
                "/api/v1/failback", Map.of("POST", Action.change(Role.OPERATE, this::failback))),
            Map.entry("/api/v1/reload", Map.of("POST", Action.change(Role.OPERATE, this::reload))));
  }

  /** Answers a call; errors come out as {@link Problem}. */
  Answer answer(Call call) {
    Map<String, Action> methods = calls.get(call.path());
    if (methods == null) {
      throw nothingAt(call.path());
    }
    String method = call.method().equals("HEAD") ? "GET" : call.method();
    Action action = methods.get(method);
    if (action == null) {
      String allowed = String.join(", ", new TreeSet<>(methods.keySet()));
      return problem(405, "use " + allowed).with("Allow", allowed);
    }
    call.caller().require(action.role());
    if (action.isChange()) {
      requireAllowance(call);
    }
    return action.does().apply(call);
  }

  private static Problem nothingAt(String path) {
    boolean isLater = path.matches("/api/v1/(rollout|evidence|signals)(/.*)?");
    return new Problem(
        404,
        isLater
            ? "this call needs a plan, and plans are not in this version"
            : "there is nothing at this path");
  }

  /** Each call is counted for itself: other changes never use up a failover. */
  private void requireAllowance(Call call) {
    long wait = changes.take(call.path() + " " + call.caller().name());
    if (wait > 0) {
      throw new Problem(429, "too many changes at once; wait " + wait + " s", wait);
    }
  }

  /** An error with the revision that is current. */
  Answer problem(int status, String detail) {
    return Answer.problem(status, detail, parts.splitter().table().revision());
  }

  private Answer live() {
    boolean isAlive = parts.splitter().silenceNanos() < DEAD_NANOS;
    return isAlive
        ? Answer.text(200, "live")
        : Answer.text(503, "the control thread has been silent for 30 s");
  }

  private Answer ready() {
    return parts.edge().isReady() ? Answer.text(200, "ready") : Answer.text(503, "not ready");
  }

  private Answer state() {
    ObjectNode state = view.state();
    return Answer.json(state).with("ETag", "\"" + state.get("revision") + "\"");
  }

  private Answer audit(Call call) {
    Query query = call.query("limit", "before");
    return Answer.json(
        AuditView.page(
            parts.commands().status().audit(),
            query.number("limit", AUDIT_ENTRIES),
            query.number("before", Long.MAX_VALUE)));
  }

  private Answer split(Call call) {
    Order order = call.order("green", "reason");
    Weight green = order.weight("green");
    Cause cause = call.cause(order.text("reason"));
    return changed(commands -> commands.setSplit(green, cause));
  }

  private Answer failover(Call call) {
    Cause cause = call.cause(call.order("reason").text("reason"));
    return changed(commands -> commands.failover(cause));
  }

  private Answer failback(Call call) {
    Order order = call.order("green", "reason", "force");
    Weight green = order.weight("green");
    boolean isForced = order.flag("force");
    Cause cause = call.cause(order.text("reason"));
    return changed(commands -> commands.failback(green, isForced, cause));
  }

  private Answer reload(Call call) {
    String reason = call.optionalOrder("reason").text("reason", "reload");
    Cause cause = call.cause(reason);
    return changed(commands -> CompletableFuture.completedFuture(parts.reload().reload(cause)));
  }

  private Answer explain(Call call) {
    Order order = call.order("key", "address", "path", "method", "override");
    String key = order.optionalText("key");
    if (("Bearer " + key).equals(call.field("Authorization"))) {
      throw new Problem(400, "that is your admin token and no user: give a user's key or a token");
    }
    Inquiry.Written written =
        new Inquiry.Written(
            key,
            order.optionalText("address"),
            order.optionalText("path"),
            order.optionalText("method"),
            order.optionalText("override"));
    try {
      Inquiry inquiry = Inquiry.of(written, parts.edge()::address);
      return Answer.json(Explanation.of(inquiry, Ground.of(parts)));
    } catch (IllegalArgumentException e) {
      throw new Problem(400, String.valueOf(e.getMessage()));
    }
  }

  private Answer changed(Function<Commands, CompletableFuture<Change>> command) {
    try {
      Change change = command.apply(parts.commands()).get(COMMAND_SECONDS, TimeUnit.SECONDS);
      ObjectNode body =
          Json.newObject().put("revision", change.revision()).put("epoch", change.epoch());
      return Answer.json(body).with("ETag", "\"" + change.revision() + "\"");
    } catch (ExecutionException e) {
      throw problemOf(e.getCause());
    } catch (Refused | IllegalArgumentException e) {
      throw problemOf(e);
    } catch (RejectedExecutionException | TimeoutException e) {
      throw new Problem(503, "the control thread is not answering; try again");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new Problem(503, "the router is shutting down");
    }
  }

  private static RuntimeException problemOf(@Nullable Throwable cause) {
    if (cause instanceof Refused refused) {
      int status =
          switch (refused.kind()) {
            case STATE -> 409;
            case STALE -> 412;
            case STORE -> 503;
          };
      return new Problem(status, String.valueOf(refused.getMessage()));
    }
    if (cause instanceof IllegalArgumentException) {
      return new Problem(409, String.valueOf(cause.getMessage()));
    }
    return new IllegalStateException("a command failed by an error of its own", cause);
  }
}
