package io.canaryrouter.http;

import com.sun.management.UnixOperatingSystemMXBean;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import java.lang.management.ManagementFactory;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Accepts no more clients than the process has descriptors for: what is connected is served on, and
 * the next ones wait in the kernel's queue until somebody leaves.
 *
 * <p>A proxied client takes two descriptors, its own and one to a stack. Accepting until the kernel
 * refuses (EMFILE) would leave none for the stacks, and io_uring then reports the refusal without
 * end. Confined to the listener's event loop.
 */
final class AcceptGuard extends ChannelInboundHandlerAdapter {
  private static final Logger LOG = LoggerFactory.getLogger(AcceptGuard.class);
  private static final long PAUSE_SECONDS = 1;

  /** Files, pipes, rings, the admin port, probes. */
  private static final long RESERVED_DESCRIPTORS = 128;

  private final int maxClients;
  private int clients;
  private boolean full;
  private boolean refused;

  /**
   * A guard with a limit.
   *
   * @param maxClients most clients connected at once
   */
  AcceptGuard(int maxClients) {
    this.maxClients = maxClients;
  }

  /** A guard for the descriptors that this process may open. */
  static AcceptGuard forThisProcess() {
    long descriptors = Long.MAX_VALUE;
    if (ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean unix) {
      descriptors = unix.getMaxFileDescriptorCount();
    }
    long clients = Math.max(1, (descriptors - RESERVED_DESCRIPTORS) / 2);
    return new AcceptGuard((int) Math.min(Integer.MAX_VALUE, clients));
  }

  @Override
  public void channelRead(ChannelHandlerContext ctx, Object accepted) {
    clients++;
    ((Channel) accepted)
        .closeFuture()
        .addListener(closed -> ctx.executor().execute(() -> clientLeft(ctx)));
    if (clients >= maxClients && !full) {
      full = true;
      ctx.channel().config().setAutoRead(false);
      LOG.error(
          "{} clients are connected, as many as the limit on open files allows; the next ones wait:"
              + " see nofile in docs/operations.md",
          clients);
    }
    ctx.fireChannelRead(accepted);
  }

  private void clientLeft(ChannelHandlerContext ctx) {
    clients--;
    // A little room first, or every leaving client would be worth a line in the log.
    if (full && clients <= maxClients - Math.max(1, maxClients / 20)) {
      full = false;
      ctx.channel().config().setAutoRead(true);
    }
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
    if (refused) {
      return;
    }
    refused = true;
    LOG.error("a connection could not be accepted: {}", cause.getMessage());
    ctx.channel().config().setAutoRead(false);
    ctx.executor()
        .schedule(
            () -> {
              refused = false;
              ctx.channel().config().setAutoRead(!full);
            },
            PAUSE_SECONDS,
            TimeUnit.SECONDS);
  }
}
