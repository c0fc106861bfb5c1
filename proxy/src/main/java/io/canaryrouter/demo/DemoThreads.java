package io.canaryrouter.demo;

import java.util.concurrent.ThreadFactory;

/** Threads that never keep the demo alive. */
final class DemoThreads {
  private DemoThreads() {}

  /** A factory of daemon threads of one name. */
  static ThreadFactory named(String name) {
    return task -> {
      Thread thread = new Thread(task, name);
      thread.setDaemon(true);
      return thread;
    };
  }
}
