/** What happened to each request: outcomes, latencies, the ring of samples for the judge. */
@NullMarked
package io.canaryrouter.measure;

import org.jspecify.annotations.NullMarked;
