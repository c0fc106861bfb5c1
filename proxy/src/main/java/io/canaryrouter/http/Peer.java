package io.canaryrouter.http;

import io.netty.handler.codec.http.HttpHeaders;
import io.netty.util.AsciiString;
import io.netty.util.NetUtil;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The other end of one client connection, and whether its forwarding fields are believed.
 *
 * <p>Made once for a connection, so that the trusted ranges are searched once. Immutable. A trusted
 * peer must itself set or remove the fields that are read here: whoever trusts a proxy that passes
 * a client's own {@code CF-Connecting-IP} on lets clients choose their address. The address decides
 * the stack of anonymous visitors and stands in the log; it never grants anything.
 */
final class Peer {
  private static final String UNKNOWN = "unknown";

  /** Each holds one clean address; a second value or line is not the edge's. */
  private static final List<AsciiString> EDGE_FIELDS =
      List.of(FieldName.CF_CONNECTING_IP, FieldName.TRUE_CLIENT_IP);

  private final List<Cidr> trustedProxies;
  private final ClientOrigin itself;

  private Peer(ClientOrigin itself, List<Cidr> trustedProxies) {
    this.trustedProxies = trustedProxies;
    this.itself = itself;
  }

  /** The peer at an address; one without an internet address is never trusted. */
  static Peer of(@Nullable SocketAddress remote, List<Cidr> trustedProxies) {
    if (remote instanceof InetSocketAddress inet && inet.getAddress() != null) {
      InetAddress address = inet.getAddress();
      String text = NetUtil.toAddressString(address);
      return new Peer(
          new ClientOrigin(
              text, ClientNetwork.of(address), "http", text, isIn(trustedProxies, address)),
          trustedProxies);
    }
    return new Peer(
        new ClientOrigin(UNKNOWN, ClientNetwork.UNKNOWN, "http", UNKNOWN, false), trustedProxies);
  }

  /** The peer itself as the client, whatever its fields say. */
  ClientOrigin itself() {
    return itself;
  }

  /** Whether its forwarding fields are believed. */
  boolean isTrusted() {
    return itself.trusted();
  }

  /** Who asked with these fields, which must be as they were received. */
  ClientOrigin originOf(HttpHeaders fields) {
    if (!itself.trusted()) {
      return itself;
    }
    InetAddress client = clientAddress(fields);
    return client == null
        ? new ClientOrigin(
            itself.address(), itself.network(), scheme(fields), itself.address(), true)
        : new ClientOrigin(
            NetUtil.toAddressString(client),
            ClientNetwork.of(client),
            scheme(fields),
            itself.address(),
            true);
  }

  /** The address that the fields tell of; null is the peer's own. */
  private @Nullable InetAddress clientAddress(HttpHeaders fields) {
    for (AsciiString name : EDGE_FIELDS) {
      Iterator<? extends CharSequence> values = fields.valueCharSequenceIterator(name);
      if (values.hasNext()) {
        InetAddress address = AddressText.parse(values.next());
        return address == null || values.hasNext() ? nearestUntrusted(fields) : address;
      }
    }
    return nearestUntrusted(fields);
  }

  /**
   * Walks the chain from this end to the first hop that nobody trusted has written over. What is no
   * address ends the walk: nothing beyond it can be told apart from an invention.
   */
  private @Nullable InetAddress nearestUntrusted(HttpHeaders fields) {
    InetAddress nearest = null;
    List<CharSequence> chain = FieldList.elements(fields, FieldName.X_FORWARDED_FOR);
    for (int hop = chain.size() - 1; hop >= 0; hop--) {
      InetAddress address = AddressText.parseHop(chain.get(hop));
      if (address == null) {
        return nearest;
      }
      nearest = address;
      if (!isIn(trustedProxies, address)) {
        return nearest;
      }
    }
    return nearest;
  }

  private static String scheme(HttpHeaders fields) {
    List<CharSequence> schemes = FieldList.elements(fields, FieldName.X_FORWARDED_PROTO);
    boolean secure =
        !schemes.isEmpty() && AsciiString.contentEqualsIgnoreCase("https", schemes.get(0));
    return secure ? "https" : "http";
  }

  private static boolean isIn(List<Cidr> ranges, InetAddress address) {
    for (Cidr range : ranges) {
      if (range.contains(address)) {
        return true;
      }
    }
    return false;
  }
}
