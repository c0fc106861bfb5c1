/**
 * Which stack a user goes to: key, bucket, rank, weight, and the one immutable table both planes
 * share.
 */
@NullMarked
package io.canaryrouter.split;

import org.jspecify.annotations.NullMarked;
