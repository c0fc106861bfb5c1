/** The router itself: the one place that wires the parts, readable as a table of contents. */
@NullMarked
package io.canaryrouter;

import org.jspecify.annotations.NullMarked;
