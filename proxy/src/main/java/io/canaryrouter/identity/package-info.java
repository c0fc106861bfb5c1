/** Who is asking: from the fields of a request to the key of a user. */
@NullMarked
package io.canaryrouter.identity;

import org.jspecify.annotations.NullMarked;
