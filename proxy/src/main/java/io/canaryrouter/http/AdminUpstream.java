package io.canaryrouter.http;

import io.canaryrouter.split.Stack;
import io.netty.handler.codec.http.HttpHeaders;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;

/**
 * The router's own admin server, as requests for the public host reach it: without a health check,
 * and only so many at once that whoever calls the admin port itself still finds room.
 *
 * <p>Thread safety: shared by all event loops; the one reference is written once the admin server
 * has a port.
 */
final class AdminUpstream implements Upstream {
  private static final int MAX_CONCURRENT = 32;
  private static final int MAX_PORT = 65_535;

  /** How its requests end says nothing to anybody. */
  private static final Instance.Observer NOBODY =
      new Instance.Observer() {
        @Override
        public void failed(Instance instance) {}

        @Override
        public void succeeded(Instance instance, boolean well) {}
      };

  /** The timeouts of every stack; where it listens is told by {@link #open}. */
  private final StackSettings settings =
      StackSettings.of(new UpstreamAddress(false, "localhost", MAX_PORT));

  private final Admission admission = new Admission(MAX_CONCURRENT, 0);
  private volatile @Nullable Instance instance;

  /** The admin server listens here; a wildcard address is reached over loopback. */
  void open(InetSocketAddress bound) {
    InetAddress address = bound.getAddress();
    InetSocketAddress reached =
        address.isAnyLocalAddress()
            ? new InetSocketAddress(InetAddress.getLoopbackAddress(), bound.getPort())
            : bound;
    instance = new Instance(reached, NOBODY);
  }

  @Override
  public @Nullable Stack stack() {
    return null;
  }

  @Override
  public StackSettings settings() {
    return settings;
  }

  @Override
  public @Nullable UpstreamTls tls() {
    return null;
  }

  @Override
  public Admission admission() {
    return admission;
  }

  @Override
  public @Nullable Instance choose(@Nullable Instance avoid) {
    return instance;
  }

  @Override
  public boolean hasOther(@Nullable Instance taken) {
    return false;
  }

  @Override
  public Failure unavailableBecause() {
    return Failure.NO_HEALTHY_INSTANCE;
  }

  @Override
  public void answered(HttpHeaders fields) {}

  /**
   * Tells the admin server that the request comes from outside, and from whom: no client can say so
   * itself, and no chain of proxies is left to be read in another way.
   */
  @Override
  public HttpHeaders fieldsFor(HttpHeaders prepared, ClientOrigin origin) {
    return prepared
        .set(FieldName.X_CANARY_PUBLIC, "1")
        .set(FieldName.X_FORWARDED_FOR, origin.address());
  }
}
