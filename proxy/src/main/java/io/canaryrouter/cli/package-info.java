/** The commands of the launcher, one class a verb. */
@NullMarked
package io.canaryrouter.cli;

import org.jspecify.annotations.NullMarked;
