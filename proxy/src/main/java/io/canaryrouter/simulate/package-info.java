/** Traffic like that of a real application, on a virtual clock, for plans and for the yardstick. */
@NullMarked
package io.canaryrouter.simulate;

import org.jspecify.annotations.NullMarked;
