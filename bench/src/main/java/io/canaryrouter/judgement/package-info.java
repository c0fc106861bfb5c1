/** How well a judge decides: on simulated rollouts, beside the rules that others decide by. */
@NullMarked
package io.canaryrouter.judgement;

import org.jspecify.annotations.NullMarked;
