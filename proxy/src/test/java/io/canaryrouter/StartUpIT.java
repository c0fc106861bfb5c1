package io.canaryrouter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.canaryrouter.testing.Answer;
import io.canaryrouter.testing.Canary;
import io.canaryrouter.testing.Commands;
import io.canaryrouter.testing.FaultyStack;
import io.canaryrouter.testing.LaunchedRouter;
import io.canaryrouter.testing.RawClient;
import io.canaryrouter.testing.ReservedPort;
import io.canaryrouter.testing.RunningRouter;
import io.canaryrouter.testing.Setup;
import io.canaryrouter.testing.Tokens;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** How the router starts as a process, and what it says when it cannot. */
class StartUpIT {
  /** Where the admin server listens when nothing is said. */
  private static final int ADMIN_PORT = 9090;

  /** Users whose buckets are 2913 and 3230, of which 10 % takes the second. */
  private static final int ON_BLUE = 1;

  private static final int ON_GREEN = 7;

  @AutoClose private final FaultyStack blue = FaultyStack.start(Answer.ok("blue"));
  @AutoClose private final FaultyStack green = FaultyStack.start(Answer.ok("green"));
  @AutoClose private final Setup setup = Setup.between(blue.authority(), green.authority());
  @AutoClose private final Canary canary = Canary.launcher();
  @AutoClose private final ReservedPort port = new ReservedPort();

  @Test
  void twoLinesOfConfigurationAreEnough() {
    requireAdminPort();
    setup.text(
        """
        stacks: {blue: "%s", green: "%s"}
        split: 10%%
        """
            .formatted(blue.authority(), green.authority()));
    canary.with("PORT", String.valueOf(port.number()));
    try (LaunchedRouter router = canary.serve(setup)) {
      router.operator().awaitBothUp();
      assertThat(answer(router, ON_BLUE)).isEqualTo("blue");
      assertThat(answer(router, ON_GREEN)).isEqualTo("green");
      assertThat(canary.run("health").exit()).isZero();
    }
    assertThat(canary.run("health"))
        .extracting(Commands.Result::exit, Commands.Result::output)
        .containsExactly(1, "not ready: 127.0.0.1:" + port.number() + " does not answer");
  }

  @Test
  void threeVariablesOfTheEnvironmentAreEnough() {
    requireAdminPort();
    canary
        .with("CANARY_BLUE", blue.authority())
        .with("CANARY_GREEN", green.authority())
        .with("CANARY_SPLIT", "10%")
        .with("PORT", String.valueOf(port.number()));
    try (LaunchedRouter router = canary.serve("run")) {
      router.operator().awaitBothUp();
      assertThat(answer(router, ON_BLUE)).isEqualTo("blue");
      assertThat(answer(router, ON_GREEN)).isEqualTo("green");
    }
  }

  @Test
  void everyFaultOfAConfigurationIsToldWithItsPlace() {
    setup.text(
        """
        stacks: {blue: "a:1", gren: "b:2"}
        split: 120%
        """);
    Commands.Result ended = canary.run("run", "--config", setup.file().toString());

    assertThat(ended.exit()).isEqualTo(2);
    assertThat(ended.output().lines())
        .anySatisfy(line -> assertThat(line).contains(setup.file() + ":1:23", "gren", "green"))
        .anySatisfy(line -> assertThat(line).contains(setup.file() + ":2:8", "split"));
  }

  @Test
  void aTrafficPortThatIsTakenIsTold() throws IOException {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      setup.listen("host: 127.0.0.1, port: " + taken.getLocalPort());
      Commands.Result ended = canary.run("run", "--config", setup.file().toString());

      assertThat(ended.exit()).isEqualTo(1);
      assertThat(ended.output()).contains("cannot listen on 127.0.0.1:" + taken.getLocalPort());
    }
  }

  @Test
  void anAdminPortThatIsTakenIsTold() throws IOException {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      setup.admin("host: 127.0.0.1, port: " + taken.getLocalPort());
      Commands.Result ended = canary.run("run", "--config", setup.file().toString());

      assertThat(ended.exit()).isEqualTo(1);
      assertThat(ended.output())
          .contains("cannot listen on 127.0.0.1:" + taken.getLocalPort(), "admin.port");
    }
  }

  @Test
  void aRouterThatCannotBeOperatedDoesNotServe() throws IOException {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      setup
          .listen("host: 127.0.0.1, port: " + port.number())
          .admin("host: 127.0.0.1, port: " + taken.getLocalPort());

      assertThatThrownBy(() -> RunningRouter.start(setup)).hasMessageContaining("admin.port");
      assertThatThrownBy(() -> RawClient.connect(port.number()))
          .hasRootCauseInstanceOf(ConnectException.class);
    }
  }

  @ParameterizedTest
  @MethodSource("shippedFiles")
  void everyShippedConfigurationIsGood(Path file) {
    assertThat(canary.run("check", file.toString()))
        .extracting(Commands.Result::exit, Commands.Result::output)
        .containsExactly(0, file + ": good");
  }

  static List<Path> shippedFiles() throws IOException {
    try (Stream<Path> files = Files.list(Path.of("..", "config"))) {
      return files.filter(file -> file.toString().endsWith(".yml")).sorted().toList();
    }
  }

  private static String answer(LaunchedRouter router, long user) {
    try (RawClient client = router.client()) {
      return client.get("/", Tokens.authorization(user)).readResponse().body();
    }
  }

  /** These configurations leave no choice of the admin port. */
  private static void requireAdminPort() {
    try (ServerSocket free = new ServerSocket(ADMIN_PORT, 1, InetAddress.getLoopbackAddress())) {
      assertThat(free.isBound()).isTrue();
    } catch (IOException e) {
      assumeTrue(false, "something listens on " + ADMIN_PORT + " already");
    }
  }
}
