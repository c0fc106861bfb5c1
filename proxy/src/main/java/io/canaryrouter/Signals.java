package io.canaryrouter;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;

/**
 * The process's signals. The JDK has no public interface for them: {@code sun.misc.Signal}, which
 * every JDK offers in the module {@code jdk.unsupported}, is called by its name, since the compiler
 * refuses to see it.
 */
final class Signals {
  private Signals() {}

  /**
   * Runs something whenever a signal arrives, on a thread of its own, in place of what the platform
   * would do.
   *
   * @param name without the SIG, as in {@code TERM}
   * @throws IllegalStateException when this platform does not let the signal be caught
   */
  static void on(String name, Runnable action) {
    try {
      Class<?> signal = Class.forName("sun.misc.Signal");
      Class<?> handler = Class.forName("sun.misc.SignalHandler");
      Object adapter =
          Proxy.newProxyInstance(
              Signals.class.getClassLoader(),
              new Class<?>[] {handler},
              (proxy, method, arguments) -> {
                if (method.getDeclaringClass() == Object.class) {
                  return method.invoke(action, arguments);
                }
                new Thread(action, "signal-" + name).start();
                return null;
              });
      signal
          .getMethod("handle", signal, handler)
          .invoke(null, signal.getConstructor(String.class).newInstance(name), adapter);
    } catch (InvocationTargetException e) {
      throw new IllegalStateException("SIG" + name + " cannot be caught here", e.getCause());
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("this JDK lets no signal be caught", e);
    }
  }
}
