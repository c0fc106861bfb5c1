package io.canaryrouter.testing;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A process of the launcher: what it writes, the signals that it gets, and how it ends. */
public final class LaunchedRouter implements AutoCloseable {
  private static final Pattern SERVES =
      Pattern.compile("serves on \\S*:([0-9]+) by \\S+, admin on \\S+:([0-9]+)");

  private final Process process;
  private final List<String> output = new CopyOnWriteArrayList<>();
  private final CompletableFuture<Void> silence;
  private int port;
  private int adminPort;

  LaunchedRouter(Process process) {
    this.process = process;
    this.silence = new CompletableFuture<>();
    Thread reader = new Thread(this::read, "output-of-" + process.pid());
    reader.setDaemon(true);
    reader.start();
  }

  void awaitServing() {
    Matcher serves = awaitLine(SERVES.pattern());
    port = Integer.parseInt(serves.group(1));
    adminPort = Integer.parseInt(serves.group(2));
  }

  /** Where clients call. */
  public int port() {
    return port;
  }

  /** Who works its admin port. */
  public Operator operator() {
    return Operator.at(adminPort);
  }

  /** A client's connection. */
  public RawClient client() {
    return RawClient.connect(port);
  }

  /** Waits for a line that the pattern is found in, past or to come. */
  public Matcher awaitLine(String pattern) {
    Pattern wanted = Pattern.compile(pattern);
    Patience.until(
        () -> silence.isDone() || output.stream().anyMatch(line -> wanted.matcher(line).find()),
        "the line " + pattern);
    return output.stream()
        .map(wanted::matcher)
        .filter(Matcher::find)
        .findFirst()
        .orElseThrow(() -> new AssertionError("no line " + pattern + " in\n" + text()));
  }

  /** The lines so far, errors included. */
  public List<String> output() {
    return List.copyOf(output);
  }

  /** Sends a signal, named without the SIG. */
  public void signal(String name) {
    Commands.run(
            java.time.Duration.ofSeconds(Patience.SECONDS),
            "kill",
            "-" + name,
            String.valueOf(process.pid()))
        .orFail();
  }

  /** Waits for the end, and for all output. */
  public int awaitExit() {
    Patience.await(process.onExit(), "the end of the process, whose output is\n" + text());
    Patience.await(silence, "the end of the output");
    return process.exitValue();
  }

  /** Kills it if it still runs, and fails if it leaked a buffer. */
  @Override
  public void close() {
    process.destroyForcibly();
    awaitExit();
    if (text().contains("LEAK")) {
      throw new AssertionError("a buffer was leaked:\n" + text());
    }
  }

  private String text() {
    return String.join("\n", output);
  }

  private void read() {
    try (BufferedReader lines =
        new BufferedReader(
            new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        output.add(line);
      }
    } catch (IOException e) {
      output.add("the output broke off: " + e.getMessage());
    } finally {
      silence.complete(null);
    }
  }
}
