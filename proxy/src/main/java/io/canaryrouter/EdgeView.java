package io.canaryrouter;

import io.canaryrouter.admin.Edge;
import io.canaryrouter.admin.StackInfo;
import io.canaryrouter.http.AddressText;
import io.canaryrouter.http.EdgeServer;
import io.canaryrouter.http.InstanceView;
import io.canaryrouter.http.StackSettings;
import io.canaryrouter.split.Stack;
import org.jspecify.annotations.Nullable;

/** What the admin port sees of the data plane, whose package it does not import. */
record EdgeView(EdgeServer server) implements Edge {
  @Override
  public StackInfo stack(Stack stack) {
    StackSettings settings = server.stack(stack);
    return new StackInfo(
        settings.address().toString(),
        settings.version(),
        server.health(stack).build(),
        server.hasBeenUp(stack),
        server.instances(stack).stream().map(EdgeView::info).toList());
  }

  private static StackInfo.InstanceInfo info(InstanceView instance) {
    return new StackInfo.InstanceInfo(
        instance.address(), instance.health(), instance.outstanding());
  }

  @Override
  public @Nullable String address(String text) {
    return AddressText.shortest(text);
  }

  @Override
  public String transport() {
    return server.transport().label();
  }

  @Override
  public boolean isReady() {
    return server.isReady();
  }
}
