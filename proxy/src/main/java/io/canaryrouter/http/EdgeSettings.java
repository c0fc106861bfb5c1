package io.canaryrouter.http;

import org.jspecify.annotations.Nullable;

/**
 * Everything the data plane is told at its start.
 *
 * @param listen the traffic port
 * @param blue the stable stack
 * @param green the new stack
 * @param publicHost the host whose requests go to the admin server, or null: none do
 * @param routing who goes where, and what answers tell about it
 * @param transport the kernel interface to use; null is the best one
 * @param accessLog what is logged of requests
 * @param shutdown how the router leaves
 */
public record EdgeSettings(
    ListenSettings listen,
    StackSettings blue,
    StackSettings green,
    @Nullable String publicHost,
    RoutingSettings routing,
    @Nullable Transport transport,
    AccessLogSettings accessLog,
    ShutdownSettings shutdown) {}
