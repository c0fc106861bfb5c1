package io.canaryrouter.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class FixturesTest {
  @Test
  void aTokenIsTheOneThatTheStandardSigns() {
    String token =
        Tokens.of(
            "{\"alg\":\"HS256\",\"typ\":\"JWT\"}",
            "{\"sub\":\"1234567890\",\"name\":\"John Doe\",\"iat\":1516239022}",
            "your-256-bit-secret");

    assertThat(token)
        .isEqualTo(
            "eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9"
                + ".eyJzdWIiOiIxMjM0NTY3ODkwIiwibmFtZSI6IkpvaG4gRG9lIiwiaWF0IjoxNTE2MjM5MDIyfQ"
                + ".SflKxwRJSMeKKF2QT4fwpMeJf36POk6yJV_adQssw5c");
  }

  @Test
  void theClockMovesOnlyWhenAdvanced() {
    FakeClock clock = new FakeClock();
    long before = clock.getAsLong();

    clock.advance(Duration.ofHours(3)).advanceMillis(5);

    assertThat(clock.getAsLong() - before).isEqualTo(Duration.ofHours(3).plusMillis(5).toNanos());
  }

  @Test
  void aFailingRoundNamesTheSeedThatBringsItBack() {
    List<Integer> drawn = new ArrayList<>();

    assertThatThrownBy(() ->
            Seeds.rounds(
                5,
                random -> {
                  drawn.add(random.nextInt());
                  throw new AssertionError("broken");
                }))
        .hasMessageMatching("broken \\(again: -Dcanary.seed=-?[0-9]+\\)");
    assertThat(drawn).hasSize(1);
  }

  @Test
  void aBlackholeNeitherAcceptsNorRefuses() throws Exception {
    try (Blackhole hole = new Blackhole();
        Socket socket = new Socket()) {
      InetSocketAddress address =
          new InetSocketAddress(InetAddress.getLoopbackAddress(), hole.port());

      assertThatThrownBy(() -> socket.connect(address, 50))
          .isInstanceOf(SocketTimeoutException.class);
    }
  }

  @Test
  void aCommandThatFailsShowsItsOutput() {
    Commands.Result result =
        Commands.run(Duration.ofSeconds(30), "sh", "-c", "echo out; echo err >&2; exit 3");

    assertThat(result.exit()).isEqualTo(3);
    assertThatThrownBy(result::orFail).hasMessageContaining("out\nerr");
  }
}
