package io.canaryrouter.http;

import io.canaryrouter.split.Stack;
import io.netty.handler.codec.http.HttpHeaders;
import org.jspecify.annotations.Nullable;

/**
 * One stack as all event loops share it; replaced as a whole when its settings change.
 *
 * @param stack blue or green
 * @param settings how it is reached
 * @param instances what stands behind its name
 * @param tls encryption towards it, or null
 * @param admission how many requests it takes at once
 * @param fields what it needs to see differently from the other
 */
record Backend(
    Stack stack,
    StackSettings settings,
    InstanceSet instances,
    @Nullable UpstreamTls tls,
    Admission admission,
    StackFields fields)
    implements Upstream {

  @Override
  public @Nullable Instance choose(@Nullable Instance avoid) {
    return instances.choose(avoid);
  }

  @Override
  public boolean hasOther(@Nullable Instance instance) {
    return instances.hasOther(instance);
  }

  @Override
  public Failure unavailableBecause() {
    return instances.unavailableBecause();
  }

  @Override
  public void answered(HttpHeaders answer) {
    instances.builds().answered(answer);
  }

  @Override
  public HttpHeaders fieldsFor(HttpHeaders prepared, ClientOrigin origin) {
    return fields.apply(prepared, origin);
  }
}
