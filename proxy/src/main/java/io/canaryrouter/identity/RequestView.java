package io.canaryrouter.identity;

import org.jspecify.annotations.Nullable;

/** What identification may see of a request; the data plane adapts its own request to it. */
public interface RequestView {
  /** The first value of a field, or null; the name is compared without regard to case. */
  @Nullable String field(String name);

  /** The request target as it was received, query included; never logged. */
  String target();

  /** The trusted client address as text, without a port. */
  String clientAddress();
}
