/** The whole product on one machine: sample stacks and a stream of signed-in users. */
@NullMarked
package io.canaryrouter.demo;

import org.jspecify.annotations.NullMarked;
