package io.canaryrouter;

import io.canaryrouter.testing.Commands;
import io.canaryrouter.testing.ReservedPort;
import io.canaryrouter.testing.RunningRouter;
import io.canaryrouter.testing.Setup;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The conversations of src/test/resources/vtc, held by varnishtest, which is the client and blue at
 * once; the router stands between.
 */
class VarnishtestIT {
  private static final Duration LIMIT = Duration.ofSeconds(60);

  @AutoClose private final ReservedPort blue = new ReservedPort();
  @AutoClose private final ReservedPort green = new ReservedPort();

  /** Probes would come between the requests that a conversation expects. */
  @AutoClose
  private final Setup setup =
      Setup.between("127.0.0.1:" + blue.number(), "127.0.0.1:" + green.number())
          .weight("0%")
          .blue("health: {interval: 1h}");

  @ParameterizedTest
  @MethodSource("conversations")
  void theConversationGoesAsWritten(Path conversation) {
    try (RunningRouter router = RunningRouter.start(setup)) {
      Commands.run(
              LIMIT,
              "varnishtest",
              "-Dblue_port=" + blue.number(),
              "-Drouter_port=" + router.port(),
              conversation.toString())
          .orFail();
    }
  }

  static List<Path> conversations() throws IOException {
    try (Stream<Path> files = Files.list(Path.of("src", "test", "resources", "vtc"))) {
      return files.sorted().toList();
    }
  }
}
