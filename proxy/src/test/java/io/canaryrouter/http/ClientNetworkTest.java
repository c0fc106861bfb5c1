package io.canaryrouter.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.canaryrouter.identity.IdentitySource;
import io.canaryrouter.identity.UserKey;
import io.canaryrouter.split.Question;
import io.canaryrouter.split.SplitTable;
import io.canaryrouter.split.Splitter;
import io.canaryrouter.split.Weight;
import io.canaryrouter.testing.Seeds;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ClientNetworkTest {
  private static final int ROUNDS = 300;

  @Test
  void addressesOfOneNetworkAreOneAndAnyBitOfThePrefixMakesAnother() {
    Seeds.rounds(
        ROUNDS,
        random -> {
          boolean isV4 = random.nextBoolean();
          int prefix = isV4 ? 24 : 56;
          byte[] one = address(random, isV4 ? 4 : 16);
          byte[] other = one.clone();
          flip(other, prefix + random.nextInt(one.length * 8 - prefix));
          assertThat(network(other)).isEqualTo(network(one));
          flip(other, random.nextInt(prefix));
          assertThat(network(other)).isNotEqualTo(network(one));
        });
  }

  @Test
  void anAddressOfVersion4IsTheSameInVersion6() {
    Seeds.rounds(
        ROUNDS,
        random -> {
          byte[] plain = address(random, 4);
          byte[] mapped = new byte[16];
          mapped[10] = -1;
          mapped[11] = -1;
          System.arraycopy(plain, 0, mapped, 12, 4);
          assertThat(ClientNetwork.of(Inet6Address.getByAddress(null, mapped, -1)))
              .isEqualTo(network(plain));
        });
  }

  @Test
  void differentNetworksCollideNeverAndNoneIsThatOfNobody() throws UnknownHostException {
    Set<Long> seen = new HashSet<>(Set.of(ClientNetwork.UNKNOWN));
    for (int i = 0; i < 100_000; i++) {
      byte[] bytes = {(byte) (i >>> 16), (byte) (i >>> 8), (byte) i, 1};
      assertThat(seen.add(network(bytes))).isTrue();
      // The same bytes in front of an address of version 6 are another network.
      byte[] longer = new byte[16];
      System.arraycopy(bytes, 0, longer, 4, 3);
      assertThat(seen.add(network(longer))).isTrue();
    }
  }

  @Test
  void itSaysNothingOfTheStackNorOfTheUsersHash() throws UnknownHostException {
    Splitter splitter =
        new Splitter(new SplitTable(1, 1, Weight.parse("50%"), "", null, false), () -> 0);
    int[] greenByHalf = new int[2];
    int sameBit = 0;
    int count = 20_000;
    for (int i = 0; i < count; i++) {
      String text = "10." + (i >>> 8) + "." + (i & 0xff) + ".7";
      long network = ClientNetwork.of(InetAddress.getByName(text));
      boolean isGreen =
          splitter.assign(Question.of(text), true).stack() == io.canaryrouter.split.Stack.GREEN;
      greenByHalf[(int) (network & 1)] += isGreen ? 1 : 0;
      long user = new UserKey(text, IdentitySource.ADDRESS).hash();
      sameBit += (network & 1) == (user & 1) ? 1 : 0;
    }
    assertThat(greenByHalf[0]).isBetween(count / 4 - 400, count / 4 + 400);
    assertThat(greenByHalf[1]).isBetween(count / 4 - 400, count / 4 + 400);
    assertThat(sameBit).isBetween(count / 2 - 400, count / 2 + 400);
  }

  @Test
  void aClientBehindATrustedProxyHasANetworkOfItsOwn() {
    long stranger = RequestFixture.peer("198.51.100.7").itself().network();
    Peer proxy = RequestFixture.peer("10.1.2.3");
    long client = networkOf(proxy, "X-Forwarded-For", "198.51.100.99, 10.9.9.9");
    assertThat(client).isEqualTo(stranger).isNotEqualTo(proxy.itself().network());
    assertThat(networkOf(proxy, "CF-Connecting-IP", "::ffff:198.51.100.3")).isEqualTo(client);
    assertThat(networkOf(proxy)).isEqualTo(proxy.itself().network());
  }

  private static long networkOf(Peer peer, String... fields) {
    return peer.originOf(RequestFixture.get(fields).headers()).network();
  }

  private static byte[] address(Random random, int length) {
    byte[] bytes = new byte[length];
    random.nextBytes(bytes);
    // Outside of ::/8, where the addresses of version 4 are embedded.
    bytes[0] |= 1;
    return bytes;
  }

  private static void flip(byte[] bytes, int bit) {
    bytes[bit / 8] ^= (byte) (0x80 >>> bit % 8);
  }

  private static long network(byte[] bytes) throws UnknownHostException {
    return ClientNetwork.of(InetAddress.getByAddress(bytes));
  }
}
