package io.canaryrouter.measure;

/**
 * How many different users there were, each to 1.6 % (standard error).
 *
 * @param exposed whose requests a stack was assigned
 * @param affected of whom the stack failed at least one request, rescued or not
 */
public record Users(long exposed, long affected) {}
