/** Is green worse than blue? A deterministic machine without clock, thread or I/O. */
@NullMarked
package io.canaryrouter.judge;

import org.jspecify.annotations.NullMarked;
