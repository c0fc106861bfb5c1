/** The data plane: every request of both stacks, on Netty event loops, no lock, no wait. */
@NullMarked
package io.canaryrouter.http;

import org.jspecify.annotations.NullMarked;
