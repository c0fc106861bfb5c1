/** The operator's door: JSON API, metrics, state. */
@NullMarked
package io.canaryrouter.admin;

import org.jspecify.annotations.NullMarked;
