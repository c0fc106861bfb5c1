package io.canaryrouter.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.canaryrouter.split.Stack;
import java.net.InetAddress;
import java.util.List;
import org.junit.jupiter.api.Test;

/** When the first request of a stack finds its instances. */
class FirstLookupTest {
  @Test
  void anAddressIsKnownAtOnceAndANameOnceItIsResolved() {
    assertThat(set("127.0.0.1:80").known()).isCompleted();
    InstanceSet named = set("blue.test:80");
    assertThat(named.known()).isNotDone();
    named.resolved(List.of(InetAddress.getLoopbackAddress()));
    assertThat(named.known()).isCompleted();
    assertThat(named.choose(null)).isNotNull();
  }

  private static InstanceSet set(String address) {
    return new InstanceSet(
        Stack.BLUE,
        StackSettings.of(UpstreamAddress.parse(address)),
        () -> 0,
        () -> 0,
        new HealthLog());
  }
}
