package io.canaryrouter.http;

import io.canaryrouter.split.Stack;
import io.netty.handler.codec.http.HttpHeaders;
import org.jspecify.annotations.Nullable;

/**
 * Whom a request can be brought to: a stack, or the router's own admin server. Shared by all event
 * loops.
 */
interface Upstream {
  /** Which stack it is; null is the admin server. */
  @Nullable Stack stack();

  /** How it is reached, and how long it may take. */
  StackSettings settings();

  /** Encryption towards it, or null. */
  @Nullable UpstreamTls tls();

  /** How many requests it takes at once. */
  Admission admission();

  /**
   * The instance that a request should go to; the caller calls {@link Instance#acquire} when it
   * takes it.
   *
   * @param avoid one that has just failed the request; taken only when there is no other
   * @return null when there is none to offer; {@link #unavailableBecause} says why
   */
  @Nullable Instance choose(@Nullable Instance avoid);

  /** Whether a request could go to another instance than the one it got, if it got any. */
  boolean hasOther(@Nullable Instance instance);

  /** Why {@link #choose} has nothing to offer. */
  Failure unavailableBecause();

  /** It has answered with the head of a final response, or of a 101. */
  void answered(HttpHeaders fields);

  /** A request's prepared fields as this one gets them; those of {@code prepared} may change. */
  HttpHeaders fieldsFor(HttpHeaders prepared, ClientOrigin origin);
}
