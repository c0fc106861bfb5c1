package io.canaryrouter.routes;

import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Traffic that is routed as any other and says nothing of users: probes, monitors, load tests. It
 * is measured as the route {@link Route#EXCLUDED} and never judged.
 *
 * <p>Immutable. Any client can have itself excluded, which harms nobody: fewer requests are judged.
 *
 * @param paths by method and path
 * @param agents by {@code User-Agent}
 * @param fields by the presence of a request field
 */
public record Exclusions(List<RoutePattern> paths, List<AgentPattern> agents, List<String> fields) {
  /** Nothing is excluded. */
  public static final Exclusions NONE = new Exclusions(List.of(), List.of(), List.of());

  /** The probes of platforms and the monitors that many people use. */
  public static final Exclusions DEFAULTS =
      new Exclusions(
          Stream.of("/up", "/health", "/healthz").map(RoutePattern::parse).toList(),
          Stream.of(
                  "kube-probe/*",
                  "Render/*",
                  "GoogleHC/*",
                  "ELB-HealthChecker/*",
                  "Amazon-Route53-Health-Check-Service*",
                  "Consul Health Check",
                  "Blackbox-Exporter/*",
                  "*UptimeRobot*",
                  "*pingdom*",
                  "*Better Uptime Bot*",
                  "*StatusCake*")
              .map(AgentPattern::new)
              .toList(),
          List.of());

  public Exclusions {
    paths = List.copyOf(paths);
    agents = List.copyOf(agents);
    fields = List.copyOf(fields);
  }

  /**
   * Whether a request is excluded.
   *
   * @param path its {@link RequestPath}
   * @param field the value of one of its fields, or null
   */
  boolean contain(String method, String path, Function<String, @Nullable String> field) {
    for (RoutePattern pattern : paths) {
      if (pattern.matches(method, path)) {
        return true;
      }
    }
    for (String name : fields) {
      if (field.apply(name) != null) {
        return true;
      }
    }
    return !agents.isEmpty() && isAgent(field.apply("User-Agent"));
  }

  private boolean isAgent(@Nullable String agent) {
    if (agent == null) {
      return false;
    }
    for (AgentPattern pattern : agents) {
      if (pattern.matches(agent)) {
        return true;
      }
    }
    return false;
  }
}
