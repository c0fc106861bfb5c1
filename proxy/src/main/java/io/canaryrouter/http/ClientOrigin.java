package io.canaryrouter.http;

/**
 * Who really asked, as far as trusted peers are believed. Immutable.
 *
 * @param address the client's address as text, without port or zone; {@code unknown} when the
 *     transport has no addresses
 * @param network the {@link ClientNetwork} of that address
 * @param scheme {@code http} or {@code https}, as the client spoke it
 * @param peerAddress the address at the other end of this connection
 * @param trusted whether that peer's forwarding fields are believed
 */
record ClientOrigin(
    String address, long network, String scheme, String peerAddress, boolean trusted) {}
