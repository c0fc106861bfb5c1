package io.canaryrouter.admin;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.canaryrouter.rollout.Cause;
import io.canaryrouter.rollout.Change;
import io.canaryrouter.rollout.Commands;
import io.canaryrouter.rollout.Refused;
import io.canaryrouter.split.Weight;
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

  private final AdminParts parts;
  private final StateView view;
  private final StatePage page = new StatePage();
  private final Map<String, Map<String, Function<Call, Answer>>> calls;

  AdminApi(AdminParts parts, MetricsPage metrics) {
    this.parts = parts;
    this.view = new StateView(parts);
    this.calls =
        Map.ofEntries(
            Map.entry("/", Map.of("GET", call -> page.answer())),
            Map.entry("/livez", Map.of("GET", call -> live())),
            Map.entry("/readyz", Map.of("GET", call -> ready())),
            Map.entry("/metrics", Map.of("GET", call -> metrics.page(call.field("Accept")))),
            Map.entry("/api/v1/state", Map.of("GET", call -> state())),
            Map.entry("/api/v1/audit", Map.of("GET", call -> Answer.json(view.audit()))),
            Map.entry("/api/v1/split", Map.of("PUT", this::split)),
            Map.entry("/api/v1/failover", Map.of("POST", this::failover)),
            Map.entry("/api/v1/failback", Map.of("POST", this::failback)),
            Map.entry("/api/v1/reload", Map.of("POST", this::reload)),
            Map.entry("/api/v1/explain", Map.of("POST", this::explain)));
  }

  /** Answers a call; errors come out as {@link Problem}. */
  Answer answer(Call call) {
    Map<String, Function<Call, Answer>> methods = calls.get(call.path());
    if (methods == null) {
      throw new Problem(404, "there is nothing at this path");
    }
    String method = call.method().equals("HEAD") ? "GET" : call.method();
    Function<Call, Answer> action = methods.get(method);
    if (action == null) {
      String allowed = String.join(", ", new TreeSet<>(methods.keySet()));
      return problem(405, "use " + allowed).with("Allow", allowed);
    }
    return action.apply(call);
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
    String key = call.order("key").text("key");
    return Answer.json(Explanation.of(key, parts));
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
      int status = refused.kind() == Refused.Kind.STALE ? 412 : 409;
      return new Problem(status, String.valueOf(refused.getMessage()));
    }
    if (cause instanceof IllegalArgumentException) {
      return new Problem(409, String.valueOf(cause.getMessage()));
    }
    return new IllegalStateException("a command failed by an error of its own", cause);
  }
}
