package io.canaryrouter.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.canaryrouter.split.Stack;
import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

@Timeout(60)
class HealthProberTest {
  private static final String OK = "HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nok";

  private final EventLoopGroup group = Transport.NIO.newEventLoops(1, "prober-test");
  private final BlockingQueue<ProbeResult> results = new LinkedBlockingQueue<>();
  private @Nullable HealthProber prober;
  private @Nullable EventLoop probing;

  @AfterEach
  void end() {
    stopProbing();
    group.shutdownGracefully(0, 5, TimeUnit.SECONDS).syncUninterruptibly();
  }

  private void stopProbing() {
    if (prober != null && probing != null) {
      probing.submit(prober::close).syncUninterruptibly();
      probing = null;
    }
  }

  @Test
  void aProbeLooksLikeARequestThatAnApplicationAnswers() throws InterruptedException {
    try (AnsweringServer server = AnsweringServer.plain(group, OK)) {
      probe(server.port(), health("/up?full=1", null, 5_000));
      assertThat(results.take()).isEqualTo(new ProbeResult(true, "status 200"));
      assertThat(server.requests.take())
          .startsWith("GET /up?full=1 HTTP/1.1\r\n")
          .containsIgnoringCase("\r\nhost: foresy-blue:3000\r\n")
          .containsIgnoringCase("\r\nx-forwarded-proto: https\r\n")
          .containsIgnoringCase("\r\nuser-agent: canary-router-probe\r\n")
          .containsIgnoringCase("\r\nconnection: close\r\n");
    }
  }

  @Test
  void whatTheRouterItselfLacksTellsNothingOfAnInstance() {
    assertThat(ProbeResult.failed(Failure.INTERNAL_ERROR).isNews()).isFalse();
    assertThat(ProbeResult.failed(Failure.CONNECTION_REFUSED).isNews()).isTrue();
  }

  @Test
  void theHostOfAProbeCanBeSet() throws InterruptedException {
    try (AnsweringServer server = AnsweringServer.plain(group, OK)) {
      probe(server.port(), health("/up", "app.example.com", 5_000));
      assertThat(server.requests.take()).containsIgnoringCase("\r\nhost: app.example.com\r\n");
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "HTTP/1.1 204 No Content~~ | true | status 204",
        "HTTP/1.1 103 Early Hints~~HTTP/1.1 200 OK~content-length: 0~~ | true | status 200",
        "HTTP/1.0 200 OK~~until the end | true | status 200",
        "HTTP/1.1 301 Moved~location: https://x/~content-length: 0~~ | false | status 301",
        "HTTP/1.1 503 Service Unavailable~content-length: 0~~ | false | status 503",
        "HTTP/1.1 200 OK~content-length: 100~~cut | false | response_incomplete",
        "SSH-2.0-OpenSSH_9.2~~ | false | response_malformed",
      })
  void onlyAWholeAnswerOf2xxIsHealthy(String answer, boolean good, String detail)
      throws InterruptedException {
    try (AnsweringServer server = AnsweringServer.plain(group, answer.replace("~", "\r\n"))) {
      probe(server.port(), health("/up", null, 5_000));
      assertThat(results.take()).isEqualTo(new ProbeResult(good, detail));
    }
  }

  @Test
  void aBlockedHostIsExplained() {
    assertThat(ProbeResult.answered(403).detail())
        .isEqualTo(
            "status 403; an application that knows only its public host name needs health.host");
  }

  @Test
  void aHugeBodyIsNotReadToItsEnd() throws InterruptedException {
    String endless = "HTTP/1.1 200 OK\r\ncontent-length: 99999999\r\n\r\n" + "x".repeat(100_000);
    try (AnsweringServer server = AnsweringServer.plain(group, endless)) {
      probe(server.port(), health("/up", null, 5_000));
      assertThat(results.take().good()).isTrue();
    }
  }

  @Test
  void anInstanceThatNeverAnswersHasFailedWhenTheTimeoutEnds() throws InterruptedException {
    try (AnsweringServer server = AnsweringServer.plain(group, null)) {
      probe(server.port(), health("/up", null, 50));
      assertThat(results.take()).isEqualTo(new ProbeResult(false, "response_timeout"));
    }
  }

  @Test
  void withoutAPathAConnectionIsEnough() throws InterruptedException {
    try (AnsweringServer server = AnsweringServer.plain(group, null)) {
      probe(server.port(), health(null, null, 5_000));
      assertThat(results.take()).isEqualTo(new ProbeResult(true, "connected"));
    }
  }

  @ParameterizedTest
  @MethodSource("transports")
  void probesRunOnEveryTransport(Transport transport) throws InterruptedException {
    EventLoopGroup own = transport.newEventLoops(1, "probing");
    try (AnsweringServer server = AnsweringServer.plain(group, OK)) {
      probe(own.next(), transport, server.port(), health("/up", null, 5_000));
      assertThat(results.take().good()).isTrue();
      assertThat(results.take().good()).isTrue();
    } finally {
      stopProbing();
      own.shutdownGracefully(20, 5_000, TimeUnit.MILLISECONDS).syncUninterruptibly();
    }
  }

  @ParameterizedTest
  @MethodSource("transports")
  void aRefusedConnectionHasFailed(Transport transport) throws IOException, InterruptedException {
    int port;
    try (ServerSocket freed = new ServerSocket(0)) {
      port = freed.getLocalPort();
    }
    EventLoopGroup own = transport.newEventLoops(1, "probing");
    try {
      probe(own.next(), transport, port, health(null, null, 5_000));
      assertThat(results.take()).isEqualTo(new ProbeResult(false, "connection_refused"));
    } finally {
      stopProbing();
      own.shutdownGracefully(20, 5_000, TimeUnit.MILLISECONDS).syncUninterruptibly();
    }
  }

  static Stream<Transport> transports() {
    return Stream.of(Transport.values()).filter(Transport::isAvailable);
  }

  @Test
  void aSecondProbeFollowsTheFirst() throws InterruptedException {
    try (AnsweringServer server = AnsweringServer.plain(group, OK)) {
      probe(server.port(), health("/up", null, 5_000));
      assertThat(results.take().good()).isTrue();
      server.answerWith("HTTP/1.1 500 Internal Server Error\r\ncontent-length: 0\r\n\r\n");
      while (results.take().good()) {
        Thread.onSpinWait();
      }
    }
  }

  @Test
  void anInstanceThatIsNoLongerWatchedIsNotReportedOn() throws InterruptedException {
    try (AnsweringServer server = AnsweringServer.plain(group, null)) {
      HealthProber silent = probe(server.port(), health("/up", null, 5_000));
      server.requests.take();
      group.next().submit(() -> silent.watch(List.of())).syncUninterruptibly();
      server.answerWith(OK);
      silentAfterClosing(silent);
    }
  }

  @Test
  void aKnownInstanceIsProbedEachIntervalGiveOrTakeATenth() {
    HealthProber calm = prober(group.next(), Transport.NIO, 2_000, health("/up", null, 5_000));
    long least = Long.MAX_VALUE;
    long most = 0;
    for (int i = 0; i < 1_000; i++) {
      long pause = calm.pauseMillis(true);
      least = Math.min(least, pause);
      most = Math.max(most, pause);
    }
    assertThat(least).isBetween(1_800L, 1_850L);
    assertThat(most).isBetween(2_150L, 2_200L);
    assertThat(calm.pauseMillis(false)).isEqualTo(250);
  }

  private void silentAfterClosing(HealthProber silent) {
    group.next().submit(silent::close).syncUninterruptibly();
    assertThat(results).isEmpty();
  }

  private HealthProber probe(int port, HealthSettings health) {
    return probe(group.next(), Transport.NIO, port, health);
  }

  private HealthProber probe(EventLoop loop, Transport transport, int port, HealthSettings health) {
    HealthProber started = prober(loop, transport, port, health);
    prober = started;
    probing = loop;
    Instance instance =
        new Instance(
            new InetSocketAddress(InetAddress.getLoopbackAddress(), port), RosterTest.NOBODY);
    loop.execute(() -> started.watch(List.of(instance)));
    return started;
  }

  private HealthProber prober(
      EventLoop loop, Transport transport, int port, HealthSettings health) {
    UpstreamAddress address = new UpstreamAddress(false, "foresy-blue", 3000);
    return new HealthProber(
        loop,
        new ProbePlan(transport, address, health, null, new BuildWatch(Stack.GREEN, null, () -> 0)),
        new SplittableRandom(port)::nextLong,
        (instance, result) -> {
          results.add(result);
          return false;
        });
  }

  private static HealthSettings health(
      @Nullable String path, @Nullable String host, long timeoutMillis) {
    return new HealthSettings(path, host, 2_000, timeoutMillis, 3, 2);
  }
}
