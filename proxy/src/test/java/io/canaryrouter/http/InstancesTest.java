package io.canaryrouter.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.canaryrouter.split.Stack;
import io.canaryrouter.testing.Answer;
import io.canaryrouter.testing.FaultyStack;
import io.canaryrouter.testing.Patience;
import io.canaryrouter.testing.RawClient;
import io.netty.channel.EventLoopGroup;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Several instances behind a stack's name, through the whole data plane. */
class InstancesTest {
  private final EventLoopGroup group = Transport.NIO.newEventLoops(1, "instances-test");
  private final NameServer names = new NameServer(group);

  @AfterEach
  void end() {
    names.close();
    group.shutdownGracefully(0, 5, TimeUnit.SECONDS).syncUninterruptibly();
  }

  private EdgeFixture.Wishes wishes() {
    EdgeFixture.Wishes wishes = new EdgeFixture.Wishes();
    wishes.nameServers = names.provider();
    return wishes;
  }

  private static StackSettings twoInstances(EdgeFixture edge) {
    return StackSettings.of(UpstreamAddress.parse("blue.test:" + edge.blue.port()));
  }

  private static List<String> health(EdgeFixture edge) {
    return edge.edge.instances(Stack.BLUE).stream().map(InstanceView::health).toList();
  }

  @Test
  void oneThatBreaksItsResponsesMidwayIsEjectedAndTheOtherServesOn() {
    names.answerWith(60, "127.0.0.1", "127.0.0.2");
    try (EdgeFixture edge = EdgeFixture.toBlue(wishes());
        FaultyStack broken = edge.blue.twin()) {
      edge.reload(twoInstances(edge), edge.edge.stack(Stack.GREEN));
      Patience.until(() -> health(edge).equals(List.of("up", "up")), "both instances to be up");
      edge.blue.byDefault(Answer.ok("0123456789"));
      broken.byDefault(Answer.ok("0123456789").resetAfter(50));
      while (!health(edge).contains("ejected")) {
        ask(edge);
      }
      int before = broken.requests().size();
      for (int i = 0; i < 20; i++) {
        assertThat(ask(edge)).isTrue();
      }
      assertThat(broken.requests()).hasSize(before);
    }
  }

  @Test
  void aReloadWhoseNameStandsForNoAddressIsRefusedAndTheOldStackServesOn() {
    try (EdgeFixture edge = EdgeFixture.toBlue(wishes())) {
      assertThatThrownBy(() -> edge.reload(twoInstances(edge), edge.edge.stack(Stack.GREEN)))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("stacks.blue (http://blue.test:")
          .hasMessageContaining("cannot be resolved");
      assertThat(ask(edge)).isTrue();
    }
  }

  private static boolean ask(EdgeFixture edge) {
    try (RawClient client = edge.client()) {
      return client.get("/").readResponse().looksWhole();
    }
  }
}
