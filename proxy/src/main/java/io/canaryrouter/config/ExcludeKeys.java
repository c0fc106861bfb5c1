package io.canaryrouter.config;

import io.canaryrouter.routes.AgentPattern;
import io.canaryrouter.routes.Exclusions;
import io.canaryrouter.routes.RoutePattern;
import java.util.List;

/** The keys of {@code guard.exclude}. */
final class ExcludeKeys {
  static final Key<List<RoutePattern>> PATHS =
      Key.of(
          "guard.exclude.paths",
          Kinds.EXCLUDED_PATHS,
          Exclusions.DEFAULTS.paths().stream().map(RoutePattern::toString).toList(),
          "Requests, written as a route's match.");
  static final Key<List<AgentPattern>> AGENTS =
      Key.of(
          "guard.exclude.user-agents",
          Kinds.AGENTS,
          Exclusions.DEFAULTS.agents().stream().map(AgentPattern::text).toList(),
          "Clients, by User-Agent; a * before or after stands for anything.");
  static final Key<List<String>> HEADERS =
      Key.of(
          "guard.exclude.headers",
          Kinds.FIELD_NAMES,
          List.of(),
          "Requests with one of these fields, for example X-Load-Test.");

  static final List<Key<?>> ALL = List.of(PATHS, AGENTS, HEADERS);

  static final Section SECTION =
      Section.of(
          "guard.exclude",
          "Traffic that is routed as any other and not judged; it is measured as the route excluded.");

  private ExcludeKeys() {}
}
