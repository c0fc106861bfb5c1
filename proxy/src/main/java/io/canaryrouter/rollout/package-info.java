/** Who acts on a verdict: the control thread, owner of weight, latch, revision and epoch. */
@NullMarked
package io.canaryrouter.rollout;

import org.jspecify.annotations.NullMarked;
