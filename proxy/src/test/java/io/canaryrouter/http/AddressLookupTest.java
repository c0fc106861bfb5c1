package io.canaryrouter.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.netty.handler.codec.dns.DnsResponseCode;
import java.net.InetAddress;
import java.util.List;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class AddressLookupTest {
  private final Transport transport = Transport.best();
  private final EventLoopGroup group = transport.newEventLoops(1, "lookup-test");
  private final EventLoop loop = group.next();
  private final EventLoopGroup servers = Transport.NIO.newEventLoops(1, "names-test");
  private final NameServer names = new NameServer(servers);
  private final BlockingQueue<Set<String>> answers = new LinkedBlockingQueue<>();
  private @Nullable AddressLookup lookup;

  @BeforeEach
  void build() {
    lookup =
        new AddressLookup(
            "green-discovery.test", loop, transport, names.provider(), this::answered);
  }

  @AfterEach
  void end() {
    if (lookup != null) {
      loop.submit(lookup::close).syncUninterruptibly();
    }
    names.close();
    servers.shutdownGracefully(0, 5, TimeUnit.SECONDS).syncUninterruptibly();
    group.shutdownGracefully(20, 5_000, TimeUnit.MILLISECONDS).syncUninterruptibly();
  }

  @Test
  void aNameStandsForAllItsAddresses() throws InterruptedException {
    names.answerWith(30, "10.0.0.1", "10.0.0.2", "10.0.0.3");
    poll();
    assertThat(answers.take()).containsExactlyInAnyOrder("10.0.0.1", "10.0.0.2", "10.0.0.3");
  }

  @Test
  void theTwoFamiliesOfOneHostAreNotTwoInstances() throws InterruptedException {
    names.answerWith(30, "10.0.0.1", "fd00:0:0:0:0:0:0:1");
    poll();
    assertThat(answers.take()).containsExactly("10.0.0.1");
  }

  @Test
  void anotherAddressIsFoundWhenTheTimeToLiveIsOver() throws InterruptedException {
    names.answerWith(1, "10.0.0.1");
    poll();
    assertThat(answers.take()).containsExactly("10.0.0.1");
    names.answerWith(1, "10.0.0.2");
    awaitAnswer("10.0.0.2");
  }

  @Test
  void aFreshAnswerIsNotAskedForAgain() throws InterruptedException {
    names.answerWith(30, "10.0.0.1");
    poll();
    for (int i = 0; i < 3; i++) {
      assertThat(answers.take()).containsExactly("10.0.0.1");
    }
    assertThat(names.questions).hasValue(1);
  }

  @Test
  void aTimeToLiveOfZeroIsAskedForAgainAndAgain() throws InterruptedException {
    names.answerWith(0, "10.0.0.1");
    poll();
    assertThat(answers.take()).containsExactly("10.0.0.1");
    names.answerWith(0, "10.0.0.2", "10.0.0.3");
    awaitAnswer("10.0.0.2", "10.0.0.3");
  }

  @Test
  void aFailedLookupTellsNothingAndIsRepeated() throws InterruptedException {
    names.failWith(DnsResponseCode.SERVFAIL);
    poll();
    while (names.questions.get() < 2) {
      Thread.onSpinWait();
    }
    assertThat(answers).isEmpty();
    names.answerWith(30, "10.0.0.1");
    awaitAnswer("10.0.0.1");
  }

  @Test
  void literalsAndLocalhostNeedNoNameServer() {
    assertThat(AddressLookup.fixed("10.1.2.3")).hasToString("10.1.2.3/10.1.2.3");
    assertThat(AddressLookup.fixed("fd00::1")).hasToString("fd00::1/fd00:0:0:0:0:0:0:1");
    assertThat(AddressLookup.fixed("LOCALHOST")).hasToString("LOCALHOST/127.0.0.1");
    assertThat(AddressLookup.fixed("localhost.example")).isNull();
    assertThat(AddressLookup.fixed("foresy-blue")).isNull();
  }

  private void poll() {
    if (lookup != null) {
      loop.execute(lookup::poll);
    }
  }

  private void answered(List<InetAddress> addresses) {
    answers.add(addresses.stream().map(InetAddress::getHostAddress).collect(Collectors.toSet()));
  }

  private void awaitAnswer(String... addresses) throws InterruptedException {
    while (!answers.take().equals(Set.of(addresses))) {
      Thread.onSpinWait();
    }
  }
}
