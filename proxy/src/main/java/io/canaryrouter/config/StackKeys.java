package io.canaryrouter.config;

import io.canaryrouter.http.UpstreamAddress;
import io.canaryrouter.split.Stack;
import java.nio.file.Path;
import java.util.List;

/** The keys of one stack. */
record StackKeys(
    Key<UpstreamAddress> url,
    Key<String> version,
    Key<String> versionHeader,
    Key<Boolean> keepHost,
    Key<Path> ca,
    Probe probe,
    Timeouts timeouts,
    Key<Integer> maxConcurrent,
    Key<Integer> queueSize,
    Key<Long> queueTimeout) {

  static final StackKeys BLUE = of(Stack.BLUE);
  static final StackKeys GREEN = of(Stack.GREEN);

  /** The keys of {@code health}. */
  record Probe(
      Key<String> path,
      Key<String> host,
      Key<Long> interval,
      Key<Long> timeout,
      Key<Integer> downAfter,
      Key<Integer> upAfter) {}

  /** The keys of {@code timeouts}. */
  record Timeouts(
      Key<Long> connect, Key<Long> head, Key<Long> idle, Key<Long> total, Key<Long> poolIdle) {}

  static StackKeys of(Stack stack) {
    String at = "stacks." + stack.label();
    return new StackKeys(
        Key.required(
            at + ".url",
            Kinds.ADDRESS,
            "Where it listens: host:port as a platform gives it, or a URL without a path."),
        Key.of(at + ".version", Kinds.TEXT, "", "What runs there, for people."),
        Key.optional(
            at + ".version-header",
            Kinds.FIELD_NAME,
            "Field of its answers that names their build; another value begins the evidence anew."),
        Key.of(
            at + ".host",
            Kinds.HOST_MODE,
            "keep",
            "keep: the client's Host reaches the stack (default for http); rewrite: the stack's own"
                + " does (default for https)."),
        Key.optional(
            at + ".ca",
            Kinds.FILE,
            "PEM file with the authorities of an https stack's certificate; else the platform's."),
        probe(at + ".health"),
        timeouts(at + ".timeouts"),
        Key.of(
            at + ".max-concurrent",
            Kind.integer("a limit of requests", 0, 1_000_000),
            "0",
            "Most requests at once; 0 is no limit."),
        Key.of(
            at + ".queue.size",
            Kind.integer("a queue's size", 0, 100_000),
            "64",
            "Most requests that wait while max-concurrent is reached."),
        Key.of(
            at + ".queue.timeout",
            Kinds.duration("1ms", "10m"),
            "1s",
            "Longest wait in the queue."));
  }

  private static Probe probe(String at) {
    return new Probe(
        Key.optional(
            at + ".path",
            Kinds.PATH,
            "A GET whose 2xx means healthy; without it a probe only opens a connection."),
        Key.optional(at + ".host", Kinds.HOST, "Host field of the probe; else the stack's own."),
        Key.of(at + ".interval", Kinds.duration("100ms", "1h"), "2s", "Time between two probes."),
        Key.of(
            at + ".timeout",
            Kinds.duration("10ms", "10m"),
            "2s",
            "A probe without an answer by then has failed."),
        Key.of(
            at + ".down-after",
            Kind.integer("a number of probes", 1, 100),
            "3",
            "Failed probes in a row that take an instance down."),
        Key.of(
            at + ".up-after",
            Kind.integer("a number of probes", 1, 100),
            "2",
            "Good probes in a row that bring it back."));
  }

  private static Timeouts timeouts(String at) {
    return new Timeouts(
        Key.of(
            at + ".connect",
            Kinds.duration("10ms", "10m"),
            "3s",
            "A connection, TLS included, must stand by then."),
        Key.of(
            at + ".head",
            Kinds.duration("10ms", "24h"),
            "60s",
            "The response head must begin this long after the request was sent."),
        Key.of(
            at + ".idle",
            Kinds.duration("10ms", "24h"),
            "60s",
            "Longest silence within a response."),
        Key.of(
            at + ".total",
            Kinds.duration("0s", "48h"),
            "0s",
            "Longest request from head to end, tunnels and event streams apart; 0s is none."),
        Key.of(
            at + ".pool-idle",
            Kinds.duration("10ms", "1h"),
            "15s",
            "An idle connection is closed after this; keep it below the stack's own keep-alive"
                + " (Puma: 20 s)."));
  }

  List<Key<?>> all() {
    return List.of(
        url,
        version,
        versionHeader,
        keepHost,
        ca,
        probe.path,
        probe.host,
        probe.interval,
        probe.timeout,
        probe.downAfter,
        probe.upAfter,
        timeouts.connect,
        timeouts.head,
        timeouts.idle,
        timeouts.total,
        timeouts.poolIdle,
        maxConcurrent,
        queueSize,
        queueTimeout);
  }

  static List<Section> sections(Stack stack, String description) {
    String at = "stacks." + stack.label();
    return List.of(
        new Section(at, at + ".url", description),
        Section.of(at + ".health", "How its instances are probed."),
        Section.of(at + ".timeouts", "How long anything may take."),
        Section.of(at + ".queue", "Where requests wait while max-concurrent is reached."));
  }
}
