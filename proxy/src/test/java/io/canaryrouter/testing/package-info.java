/**
 * What tests of every package share: stacks and clients that misbehave on command, real peers,
 * tokens, clocks and seeds. Plain sockets and threads, so that no bug of the router hides in them.
 */
@NullMarked
package io.canaryrouter.testing;

import org.jspecify.annotations.NullMarked;
