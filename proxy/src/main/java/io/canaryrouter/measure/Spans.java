package io.canaryrouter.measure;

/**
 * The same requests looked at over several times. Immutable.
 *
 * @param minute the last 60 s, whatever their epoch
 * @param hour the last 60 minutes, the current one included, whatever their epoch
 * @param epoch since the epoch began, of requests that belong to it
 */
public record Spans(Window minute, Window hour, Window epoch) {}
