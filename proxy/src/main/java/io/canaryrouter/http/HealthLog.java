package io.canaryrouter.http;

import io.canaryrouter.split.Stack;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Writes a line whenever a stack as a whole comes or goes. */
final class HealthLog implements HealthListener {
  private static final Logger LOG = LoggerFactory.getLogger(HealthLog.class);

  @Override
  public void probed(Stack stack, boolean good) {}

  @Override
  public void changed(Stack stack, boolean up) {
    if (up) {
      LOG.info("{} is up", stack.label());
    } else {
      LOG.warn("{} is down: no instance answers its probes", stack.label());
    }
  }
}
