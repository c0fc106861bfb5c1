package io.canaryrouter.demo;

import io.canaryrouter.split.Weight;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code canary demo}: the whole product on one machine, no other set-up. */
@Command(
    name = "demo",
    mixinStandardHelpOptions = true,
    description =
        "Shows the whole product on this machine: two sample stacks, the router, and a stream of"
            + " signed-in users.")
public final class DemoCommand implements Callable<Integer> {
  private static final int CLOSING_SECONDS = 10;

  private final RouterLauncher launcher;
  private final String command;

  @Spec private @Nullable CommandSpec spec;

  @Option(
      names = "--break",
      paramLabel = "WHAT",
      description =
          "What breaks: green (answers 500), green=401 (rejects every token), green=gone (refuses"
              + " connections), both (answer 500), one-user (500 for one user of green).")
  private @Nullable String breakage;

  @Option(
      names = "--after",
      paramLabel = "N",
      description = "Seconds until it breaks (default: ${DEFAULT-VALUE}).")
  private int breakAfterSeconds = 10;

  @Option(
      names = "--seconds",
      paramLabel = "N",
      description = "Ends by itself after N seconds (default: at Ctrl-C).")
  private int seconds = 0;

  @Option(
      names = "--split",
      paramLabel = "WEIGHT",
      description = "Green's share of the users (default: ${DEFAULT-VALUE}).")
  private String split = "10%";

  /**
   * A command that shows the router which the launcher starts.
   *
   * @param command how canary is called here
   */
  public DemoCommand(RouterLauncher launcher, String command) {
    this.launcher = launcher;
    this.command = command;
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    Demo demo = new Demo(settings(), launcher, command, commandLine().getOut());
    CountDownLatch closed = new CountDownLatch(1);
    Runtime.getRuntime().addShutdownHook(new Thread(() -> endAndWait(demo, closed), "demo-end"));
    try {
      demo.run();
    } finally {
      closed.countDown();
    }
    return CommandLine.ExitCode.OK;
  }

  private DemoSettings settings() {
    if (breakAfterSeconds < 1 || seconds < 0) {
      throw new ParameterException(
          commandLine(), "--after takes 1 second or more, and --seconds 0 (never) or more");
    }
    try {
      return new DemoSettings(
          Weight.parse(split),
          breakage == null ? null : Breakage.parse(breakage),
          breakAfterSeconds,
          seconds,
          freeOr(8080),
          freeOr(9090));
    } catch (IllegalArgumentException e) {
      throw new ParameterException(commandLine(), e.getMessage(), e);
    }
  }

  private CommandLine commandLine() {
    return Objects.requireNonNull(spec, "picocli fills it in").commandLine();
  }

  /** The well-known port when it is free, else any. */
  private static int freeOr(int wanted) {
    try (ServerSocket probe = new ServerSocket(wanted, 1, InetAddress.getLoopbackAddress())) {
      return probe.getLocalPort();
    } catch (IOException taken) {
      return 0;
    }
  }

  private static void endAndWait(Demo demo, CountDownLatch closed) {
    demo.end();
    try {
      closed.await(CLOSING_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
