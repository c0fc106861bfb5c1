package io.canaryrouter.http;

import io.canaryrouter.split.Stack;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/**
 * What a tunnel needs to know besides its two connections.
 *
 * @param stack the stack that answered 101
 * @param epoch the epoch of the request's assignment
 * @param idleMillis a tunnel in which neither peer sends anything for this long is ended; 0 is no
 *     limit
 * @param nanoClock monotonic time
 * @param tunnels where the tunnel stands while it lives
 * @param onEnd told once, on the tunnel's event loop
 */
record TunnelContext(
    Stack stack,
    long epoch,
    long idleMillis,
    LongSupplier nanoClock,
    Tunnels tunnels,
    Consumer<TunnelEnd> onEnd) {}
