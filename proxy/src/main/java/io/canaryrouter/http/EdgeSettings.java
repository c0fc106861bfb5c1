package io.canaryrouter.http;

import org.jspecify.annotations.Nullable;

/**
 * Everything the data plane is told at its start.
 *
 * @param listen the traffic port
 * @param blue the stable stack
 * @param green the new stack
 * @param expose whether clients are told which stack answered
 * @param transport the kernel interface to use; null is the best one
 * @param accessLog what is logged of requests
 * @param shutdown how the router leaves
 */
public record EdgeSettings(
    ListenSettings listen,
    StackSettings blue,
    StackSettings green,
    boolean expose,
    @Nullable Transport transport,
    AccessLogSettings accessLog,
    ShutdownSettings shutdown) {}
