package io.canaryrouter.http;

/**
 * One instance as state and status show it.
 *
 * @param address address and port
 * @param health {@code up}, {@code down}, {@code unprobed} or {@code ejected}
 * @param outstanding requests that it has not answered
 * @param ejectedMillis how long it still gets no requests because it failed many; 0 is not ejected
 */
public record InstanceView(String address, String health, int outstanding, long ejectedMillis) {}
