/** Where the router remembers: one revisioned document and some bounded journals. */
@NullMarked
package io.canaryrouter.store;

import org.jspecify.annotations.NullMarked;
