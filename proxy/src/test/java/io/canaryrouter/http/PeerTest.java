package io.canaryrouter.http;

import static io.canaryrouter.http.RequestFixture.get;
import static io.canaryrouter.http.RequestFixture.peer;
import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.local.LocalAddress;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PeerTest {
  private static ClientOrigin origin(String peer, String... fields) {
    return peer(peer).originOf(get(fields).headers());
  }

  private static long network(String address) {
    return ClientNetwork.of(Objects.requireNonNull(AddressText.parse(address)));
  }

  @Test
  void aStrangerIsTheClientWhateverItClaims() {
    ClientOrigin origin =
        origin(
            "203.0.113.9",
            "X-Forwarded-For",
            "1.2.3.4",
            "CF-Connecting-IP",
            "1.2.3.4",
            "True-Client-IP",
            "1.2.3.4",
            "X-Forwarded-Proto",
            "https");
    assertThat(origin)
        .isEqualTo(
            new ClientOrigin("203.0.113.9", network("203.0.113.9"), "http", "203.0.113.9", false));
  }

  @Test
  void theOriginOfAStrangerIsMadeOnceForTheConnection() {
    Peer peer = peer("203.0.113.9");
    assertThat(peer.originOf(get().headers())).isSameAs(peer.originOf(get("A", "b").headers()));
  }

  @Test
  void aTrustedPeerIsBelievedAboutAddressAndScheme() {
    ClientOrigin origin =
        origin("10.1.2.3", "CF-Connecting-IP", "198.51.100.7", "X-Forwarded-Proto", "HTTPS");
    assertThat(origin)
        .isEqualTo(
            new ClientOrigin("198.51.100.7", network("198.51.100.7"), "https", "10.1.2.3", true));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          198.51.100.7                          | 198.51.100.7
          198.51.100.7, 172.68.1.1              | 172.68.1.1
          198.51.100.7, 10.9.9.9                | 198.51.100.7
          6.6.6.6, 198.51.100.7, 10.9.9.9,fd00::5 | 198.51.100.7
          10.8.8.8, 10.9.9.9                    | 10.8.8.8
          2001:DB8:0:0:0:0:0:1                  | 2001:db8::1
          [2001:db8::1]:443, 10.0.0.1           | 2001:db8::1
          198.51.100.7:5512                     | 198.51.100.7
          ::ffff:198.51.100.7                   | 198.51.100.7
          ::ffff:10.0.0.9, 10.0.0.1             | 10.0.0.9
          evil, 10.9.9.9                        | 10.9.9.9
          198.51.100.7, unknown, 10.9.9.9       | 10.9.9.9
          not-an-address                        | 10.1.2.3
          ' , ,'                                | 10.1.2.3
          """)
  void theChainIsWalkedToTheNearestHopThatNobodyTrusts(String chain, String client) {
    assertThat(origin("10.1.2.3", "X-Forwarded-For", chain).address()).isEqualTo(client);
  }

  @Test
  void aChainInSeveralLinesIsOneChain() {
    assertThat(
            origin("10.1.2.3", "X-Forwarded-For", "6.6.6.6", "X-Forwarded-For", "198.51.100.7")
                .address())
        .isEqualTo("198.51.100.7");
  }

  @Test
  void aTrustedPeerWithoutForwardingFieldsIsTheClient() {
    assertThat(origin("fd00::1"))
        .isEqualTo(new ClientOrigin("fd00::1", network("fd00::1"), "http", "fd00::1", true));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "1.2.3.4, 5.6.7.8", "1.2.3", "localhost", "fe80::1%eth0", "1.2.3.٤"})
  void anEdgeFieldThatIsNoAddressIsNotBelieved(String value) {
    ClientOrigin origin =
        origin("10.1.2.3", "CF-Connecting-IP", value, "X-Forwarded-For", "198.51.100.7");
    assertThat(origin.address()).isEqualTo("198.51.100.7");
  }

  @Test
  void anEdgeFieldThatComesTwiceIsNotBelieved() {
    ClientOrigin origin =
        origin("10.1.2.3", "CF-Connecting-IP", "6.6.6.6", "CF-Connecting-IP", "7.7.7.7");
    assertThat(origin.address()).isEqualTo("10.1.2.3");
  }

  @Test
  void trueClientIpCountsOnlyWhereTheEdgeSentNothingBetter() {
    assertThat(origin("10.1.2.3", "True-Client-IP", "198.51.100.7").address())
        .isEqualTo("198.51.100.7");
    assertThat(
            origin("10.1.2.3", "True-Client-IP", "6.6.6.6", "CF-Connecting-IP", "198.51.100.7")
                .address())
        .isEqualTo("198.51.100.7");
  }

  @Test
  void aTransportWithoutAddressesIsUnknownAndUntrusted() {
    Peer peer = Peer.of(new LocalAddress("test"), List.of(Cidr.parse("0.0.0.0/0")));
    assertThat(peer.originOf(get().headers()))
        .isEqualTo(new ClientOrigin("unknown", ClientNetwork.UNKNOWN, "http", "unknown", false));
  }
}
