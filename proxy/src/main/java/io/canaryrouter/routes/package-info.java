/** Which kind of request is this: method and path to a route, and what is expected of it. */
@NullMarked
package io.canaryrouter.routes;

import org.jspecify.annotations.NullMarked;
