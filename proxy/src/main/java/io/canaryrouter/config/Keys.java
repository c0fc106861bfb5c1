package io.canaryrouter.config;

import io.canaryrouter.http.Cidr;
import io.canaryrouter.http.Transport;
import io.canaryrouter.identity.IdentitySettings.Anonymous;
import io.canaryrouter.identity.IdentitySettings.TokenSource;
import io.canaryrouter.split.Stack;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The table of every key: what this version reads, and what the contract names but this version
 * refuses. The order is that of {@code check --explain} and of the JSON Schema.
 */
final class Keys {
  static final Key<String> NAME =
      Key.of("name", Kinds.TEXT, "canary", "The router's name in logs and in the state.");

  static final Key<String> LISTEN_HOST =
      Key.of("listen.host", Kinds.BIND_HOST, "0.0.0.0", "Address to bind.");
  static final Key<Integer> LISTEN_PORT =
      Key.of("listen.port", Kinds.PORT, "${PORT:8080}", "Port to bind; 0 picks a free one.");
  static final Key<List<Cidr>> TRUSTED_PROXIES =
      Key.of(
          "listen.trusted-proxies",
          Kinds.RANGES,
          List.of(),
          "Peers whose forwarding fields are believed; by default the private ranges where RENDER is"
              + " set, else none.");
  static final Key<Long> MAX_LINE =
      Key.of(
          "listen.max-line",
          Kinds.size("256B", "1MiB"),
          "16KiB",
          "Longest request line (else 414).");
  static final Key<Long> MAX_FIELDS =
      Key.of(
          "listen.max-fields",
          Kinds.size("1KiB", "8MiB"),
          "64KiB",
          "Largest header section, all lines together (else 431).");
  static final Key<Integer> MAX_FIELD_COUNT =
      Key.of(
          "listen.max-field-count",
          Kind.integer("a number of header lines", 1, 10_000),
          "100",
          "Most header lines (else 431).");
  static final Key<Long> MAX_BODY =
      Key.of(
          "listen.max-body",
          Kinds.size("0B", "102400MiB"),
          "0B",
          "Largest request content (else 413); 0B is no limit, as bodies stream and are not kept.");
  static final Key<Long> HEAD_TIMEOUT =
      Key.of(
          "listen.head-timeout",
          Kinds.duration("10ms", "10m"),
          "10s",
          "A request head must be complete this long after its first byte (else 408).");
  static final Key<Long> BODY_TIMEOUT =
      Key.of(
          "listen.body-timeout",
          Kinds.duration("10ms", "1h"),
          "10s",
          "In each span of this length a request body must bring at least 1,000 bytes (else 408).");
  static final Key<Long> IDLE_TIMEOUT =
      Key.of(
          "listen.idle-timeout",
          Kinds.duration("10ms", "24h"),
          "125s",
          "A keep-alive connection without a request is closed after this.");
  static final Key<Long> STALL_TIMEOUT =
      Key.of(
          "listen.stall-timeout",
          Kinds.duration("10ms", "24h"),
          "30s",
          "A client that takes not one byte of its response for this long is cut off.");
  static final Key<Integer> BACKLOG =
      Key.of(
          "listen.backlog",
          Kind.integer("a backlog", 1, 65_535),
          "1024",
          "Length of the accept queue asked of the kernel.");

  static final Key<List<TokenSource>> JWT_FROM =
      Key.of(
          "identity.jwt.from",
          Kinds.TOKEN_SOURCES,
          List.of("header:Authorization", "cookie:access_token"),
          "Where a token is looked for, in this order: header:NAME, cookie:NAME, query:NAME.");
  static final Key<List<String>> JWT_CLAIMS =
      Key.of(
          "identity.jwt.claims",
          Kinds.CLAIMS,
          List.of("user_id", "sub", "uid"),
          "Claims that may hold the user's key, in this order.");
  static final Key<List<Anonymous>> ANONYMOUS =
      Key.of(
          "identity.anonymous",
          Kinds.ANONYMOUS,
          List.of("address"),
          "What stands for a visitor without a usable token, in this order: cookie,"
              + " address, blue, random.");

  static final Key<Optional<Transport>> TRANSPORT =
      Key.of(
          "transport",
          Kinds.TRANSPORT,
          "auto",
          "The kernel interface: auto takes the best of io_uring, epoll and nio that starts here.");

  static final Key<Boolean> LOG_ENABLED =
      Key.of("access-log.enabled", Kinds.SWITCH, "true", "Whether the access log is written.");
  static final Key<Integer> LOG_LINES =
      Key.of(
          "access-log.max-lines-per-minute",
          Kind.integer("a number of lines", 1, 10_000_000),
          "3000",
          "Most lines; errors, slow requests and green's are kept longest.");
  static final Key<Long> LOG_SLOW =
      Key.of(
          "access-log.slow",
          Kinds.duration("1ms", "1h"),
          "1s",
          "A request that took longer is always worth a line.");

  static final Key<Long> SHUTDOWN_DELAY =
      Key.of(
          "shutdown.delay",
          Kinds.duration("100ms", "1h"),
          "25s",
          "The process has ended this long after SIGTERM.");
  static final Key<Long> SHUTDOWN_LINGER =
      Key.of(
          "shutdown.linger",
          Kinds.duration("0s", "1h"),
          "3s",
          "For this long new connections are still answered while the platform moves its traffic.");

  static final List<Key<?>> ALL =
      Stream.of(
              List.of(NAME),
              List.of(
                  LISTEN_HOST,
                  LISTEN_PORT,
                  TRUSTED_PROXIES,
                  MAX_LINE,
                  MAX_FIELDS,
                  MAX_FIELD_COUNT,
                  MAX_BODY,
                  HEAD_TIMEOUT,
                  BODY_TIMEOUT,
                  IDLE_TIMEOUT,
                  STALL_TIMEOUT,
                  BACKLOG),
              AdminKeys.ADMIN,
              List.of(AdminKeys.METRICS_OPEN),
              StackKeys.BLUE.all(),
              StackKeys.GREEN.all(),
              List.of(JWT_FROM, JWT_CLAIMS),
              VerifyKeys.ALL,
              List.of(ANONYMOUS),
              CookieKeys.ALL,
              SplitKeys.ALL,
              RouteKeys.ALL,
              GuardKeys.ALL,
              ExcludeKeys.ALL,
              List.of(TRANSPORT),
              StateKeys.ALL,
              List.of(LOG_ENABLED, LOG_LINES, LOG_SLOW),
              List.of(SHUTDOWN_DELAY, SHUTDOWN_LINGER))
          .<Key<?>>flatMap(List::stream)
          .toList();

  static final List<Section> SECTIONS =
      Stream.of(
              List.of(
                  Section.of("", "The configuration of canary-router; only stacks is required."),
                  Section.of("listen", "The traffic port."),
                  Section.of("admin", "The admin server: API and metrics, on a port of its own."),
                  AdminKeys.TOKENS_SECTION,
                  Section.of("metrics", "The page that Prometheus scrapes."),
                  Section.of("stacks", "The two versions of the application.")),
              StackKeys.sections(Stack.BLUE, "The stable stack."),
              StackKeys.sections(Stack.GREEN, "The new stack."),
              SplitKeys.SECTIONS,
              List.of(
                  Section.of("identity", "Who is asking."),
                  Section.of("identity.jwt", "The token that names the user."),
                  VerifyKeys.SECTION,
                  CookieKeys.SECTION,
                  RouteKeys.SECTION,
                  GuardKeys.SECTION,
                  ExcludeKeys.SECTION,
                  StateKeys.SECTION,
                  Section.of("access-log", "One JSON line a request."),
                  Section.of("shutdown", "How the router leaves.")))
          .flatMap(List::stream)
          .toList();

  /** What the contract names and this version does not have: refused, never ignored. */
  static final Set<String> LATER = Set.of("rollout", "notify", "signals");

  /** Every list of mappings; the keys of its items stand in {@link #ALL} as {@code path[].name}. */
  static final List<Listing> LISTINGS = List.of(AdminKeys.TOKENS, RouteKeys.LISTING);

  private Keys() {}
}
