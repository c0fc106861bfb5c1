package io.canaryrouter.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.canaryrouter.split.Stack;
import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.netty.handler.codec.dns.DnsResponseCode;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class InstanceSetTest {
  private static final ProbeResult GOOD = ProbeResult.answered(200);
  private static final ProbeResult BAD = ProbeResult.answered(503);
  private static final String OK = "HTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n";

  private final AtomicLong nanos = new AtomicLong(1_000);
  private final BlockingQueue<String> news = new LinkedBlockingQueue<>();
  private final HealthListener listener =
      new HealthListener() {
        @Override
        public void probed(Stack stack, boolean good) {}

        @Override
        public void changed(Stack stack, boolean up) {
          news.add(stack.label() + (up ? " up" : " down"));
        }
      };
  private @Nullable EventLoopGroup group;

  @AfterEach
  void end() {
    if (group != null) {
      group.shutdownGracefully(0, 5, TimeUnit.SECONDS).syncUninterruptibly();
    }
  }

  @Test
  void aStackWithAnAddressIsKnownAtOnce() {
    InstanceSet blue = set(Stack.BLUE, "http://10.0.0.1:3000");
    assertThat(blue.isUp()).isTrue();
    assertThat(blue.hasBeenUp()).isTrue();
    assertThat(choose(blue)).hasToString("10.0.0.1:3000");
    assertThat(blue.view()).containsExactly(new InstanceView("10.0.0.1:3000", "unprobed", 0, 0));
  }

  @Test
  void aStackWhoseNameIsNotResolvedYetHasNothingToOffer() {
    InstanceSet blue = set(Stack.BLUE, "foresy-blue:3000");
    assertThat(blue.choose(null)).isNull();
    assertThat(blue.unavailableBecause()).isEqualTo(Failure.DNS_ERROR);
    assertThat(blue.view()).isEmpty();
  }

  @Test
  void aGreenStackThatIsDownHasNoHealthyInstance() {
    InstanceSet green = set(Stack.GREEN, "[::1]:3000");
    assertThat(green.choose(null)).isNull();
    assertThat(green.unavailableBecause()).isEqualTo(Failure.NO_HEALTHY_INSTANCE);
    assertThat(green.view().get(0).address()).isEqualTo("[::1]:3000");
  }

  @Test
  void theListenerHearsWhenAStackComesUpAndGoesDown() throws UnknownHostException {
    InstanceSet green = set(Stack.GREEN, "green:3000");
    green.resolved(addresses(1));
    Instance instance = anyOf(green);
    probed(green, instance, BAD, 3);
    assertThat(green.hasBeenUp()).isFalse();
    assertThat(green.probed(instance, GOOD)).isTrue();
    assertThat(news).isEmpty();
    assertThat(green.probed(instance, GOOD)).isTrue();
    assertThat(news).containsExactly("green up");
    probed(green, instance, BAD, 2);
    assertThat(green.isUp()).isTrue();
    probed(green, instance, BAD, 5);
    assertThat(green.isUp()).isFalse();
    assertThat(green.hasBeenUp()).isTrue();
    assertThat(news).containsExactly("green up", "green down");
  }

  @Test
  void anEjectedInstanceIsShownWithTheTimeThatIsLeft() throws UnknownHostException {
    InstanceSet blue = set(Stack.BLUE, "blue:3000");
    blue.resolved(addresses(2));
    Instance first = choose(blue);
    for (int i = 0; i < 5; i++) {
      first.failed();
    }
    nanos.addAndGet(TimeUnit.SECONDS.toNanos(1));
    assertThat(choose(blue)).isNotSameAs(first);
    InstanceView view =
        blue.view().stream().filter(v -> v.address().equals(first.toString())).toList().get(0);
    assertThat(view.health()).isEqualTo("ejected");
    assertThat(view.ejectedMillis()).isBetween(3_500L, 4_000L);
  }

  @Test
  void oneServedRequestForgetsTheFailedOnesBeforeIt() throws UnknownHostException {
    InstanceSet blue = set(Stack.BLUE, "blue:3000");
    blue.resolved(addresses(2));
    Instance first = choose(blue);
    for (int i = 0; i < 20; i++) {
      if (i % 4 == 0) {
        first.succeeded(true);
      }
      first.failed();
    }
    assertThat(blue.view()).noneMatch(view -> view.health().equals("ejected"));
  }

  @Test
  void aRequestOfAVanishedInstanceEndsInPeace() throws UnknownHostException {
    InstanceSet blue = set(Stack.BLUE, "blue:3000");
    blue.resolved(addresses(1));
    Instance gone = choose(blue);
    gone.acquire();
    blue.resolved(List.of(InetAddress.getByName("10.0.0.9")));
    gone.failed();
    gone.succeeded(true);
    gone.release();
    assertThat(gone.outstanding()).isZero();
    assertThat(choose(blue)).hasToString("10.0.0.9:3000");
  }

  @Test
  void requestsFromManyThreadsLeaveNothingOutstanding() throws Exception {
    InstanceSet blue = set(Stack.BLUE, "blue:3000");
    blue.resolved(addresses(4));
    ExecutorService threads = Executors.newFixedThreadPool(4);
    List<Future<?>> running = new ArrayList<>();
    for (int seed = 0; seed < 4; seed++) {
      SplittableRandom random = new SplittableRandom(seed);
      running.add(threads.submit(() -> manyRequests(blue, random)));
    }
    for (Future<?> each : running) {
      each.get(30, TimeUnit.SECONDS);
    }
    threads.shutdown();
    assertThat(blue.view()).hasSize(4).allMatch(view -> view.outstanding() == 0);
    assertThat(blue.view().stream().filter(view -> view.ejectedMillis() > 0).count())
        .isLessThanOrEqualTo(2);
  }

  private void manyRequests(InstanceSet set, SplittableRandom random) {
    for (int i = 0; i < 20_000; i++) {
      Instance instance = choose(set);
      instance.acquire();
      nanos.addAndGet(1_000_000);
      if (random.nextInt(3) == 0) {
        instance.succeeded(true);
      } else {
        instance.failed();
      }
      instance.release();
    }
  }

  @Test
  void aStartedSetResolvesProbesAndFollowsItsName() throws Exception {
    EventLoopGroup loops = Transport.NIO.newEventLoops(1, "instances-test");
    group = loops;
    EventLoop loop = loops.next();
    try (NameServer names = new NameServer(loops);
        AnsweringServer server = AnsweringServer.plain(loops, OK)) {
      names.failWith(DnsResponseCode.NXDOMAIN);
      InstanceSet green = set(Stack.GREEN, "green-discovery.test:" + server.port());
      green.start(loop, Transport.NIO, null, names.provider());
      while (names.questions.get() == 0) {
        Thread.onSpinWait();
      }
      assertThat(green.unavailableBecause()).isEqualTo(Failure.DNS_ERROR);
      names.answerWith(0, "127.0.0.1");
      assertThat(news.take()).isEqualTo("green up");
      assertThat(green.hasBeenUp()).isTrue();
      Instance first = choose(green);
      assertThat(first).hasToString("127.0.0.1:" + server.port());
      names.answerWith(0, "127.0.0.2");
      assertThat(news.take()).isEqualTo("green down");
      assertThat(green.view().get(0).address()).isEqualTo("127.0.0.2:" + server.port());
      green.close();
      loop.submit(() -> {}).syncUninterruptibly();
    }
  }

  private InstanceSet set(Stack stack, String address) {
    StackSettings settings =
        StackSettings.of(UpstreamAddress.parse(address))
            .withHealth(new HealthSettings("/up", null, 2_000, 2_000, 3, 2));
    return new InstanceSet(
        stack, settings, nanos::get, () -> ThreadLocalRandom.current().nextLong(), listener);
  }

  private static Instance choose(InstanceSet set) {
    return Objects.requireNonNull(set.choose(null));
  }

  private static Instance anyOf(InstanceSet set) {
    return set.instances().get(0);
  }

  private static void probed(InstanceSet set, Instance instance, ProbeResult result, int times) {
    for (int i = 0; i < times; i++) {
      set.probed(instance, result);
    }
  }

  private static List<InetAddress> addresses(int count) throws UnknownHostException {
    List<InetAddress> addresses = new ArrayList<>();
    for (int i = 1; i <= count; i++) {
      addresses.add(InetAddress.getByName("10.0.0." + i));
    }
    return addresses;
  }
}
