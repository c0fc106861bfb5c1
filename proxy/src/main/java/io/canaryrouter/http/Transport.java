package io.canaryrouter.http;

import io.netty.channel.IoHandlerFactory;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollDatagramChannel;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.DatagramChannel;
import io.netty.channel.socket.ServerSocketChannel;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioDatagramChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.channel.uring.IoUring;
import io.netty.channel.uring.IoUringDatagramChannel;
import io.netty.channel.uring.IoUringIoHandler;
import io.netty.channel.uring.IoUringServerSocketChannel;
import io.netty.channel.uring.IoUringSocketChannel;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.util.Locale;
import java.util.function.Supplier;

/** The kernel interfaces that can carry the traffic, best first. */
public enum Transport {
  IO_URING(
      IoUringIoHandler::newFactory,
      IoUringServerSocketChannel.class,
      IoUringSocketChannel.class,
      IoUringDatagramChannel.class),
  EPOLL(
      EpollIoHandler::newFactory,
      EpollServerSocketChannel.class,
      EpollSocketChannel.class,
      EpollDatagramChannel.class),
  NIO(
      NioIoHandler::newFactory,
      NioServerSocketChannel.class,
      NioSocketChannel.class,
      NioDatagramChannel.class);

  static {
    // With one poll for many events io_uring misses a reset that comes while earlier bytes are
    // being
    // read, and the request hangs (netty issue 17049 is of this family); one poll an event does
    // not.
    String manyEventsAPoll = "io.netty.iouring.pollAddMultishotEnabled";
    if (System.getProperty(manyEventsAPoll) == null) {
      System.setProperty(manyEventsAPoll, "false");
    }
  }

  private final Supplier<IoHandlerFactory> ioHandlerFactory;
  private final Class<? extends ServerSocketChannel> serverChannel;
  private final Class<? extends SocketChannel> clientChannel;
  private final Class<? extends DatagramChannel> datagramChannel;

  Transport(
      Supplier<IoHandlerFactory> ioHandlerFactory,
      Class<? extends ServerSocketChannel> serverChannel,
      Class<? extends SocketChannel> clientChannel,
      Class<? extends DatagramChannel> datagramChannel) {
    this.ioHandlerFactory = ioHandlerFactory;
    this.serverChannel = serverChannel;
    this.clientChannel = clientChannel;
    this.datagramChannel = datagramChannel;
  }

  /** The best transport that really starts on this machine. */
  public static Transport best() {
    for (Transport transport : values()) {
      if (transport.isAvailable()) {
        return transport;
      }
    }
    return NIO;
  }

  /**
   * Whether it works here; for io_uring a ring has really been created, as containers often forbid
   * it.
   */
  public boolean isAvailable() {
    return switch (this) {
      case IO_URING -> IoUring.isAvailable();
      case EPOLL -> Epoll.isAvailable();
      case NIO -> true;
    };
  }

  /** Event loops of this transport, one thread each. */
  public MultiThreadIoEventLoopGroup newEventLoops(int threads, String threadName) {
    return new MultiThreadIoEventLoopGroup(
        threads, new DefaultThreadFactory(threadName), ioHandlerFactory.get());
  }

  /** The channel that accepts connections. */
  public Class<? extends ServerSocketChannel> serverChannel() {
    return serverChannel;
  }

  /** The channel that connects to a stack. */
  public Class<? extends SocketChannel> clientChannel() {
    return clientChannel;
  }

  /** The channel that asks name servers. */
  public Class<? extends DatagramChannel> datagramChannel() {
    return datagramChannel;
  }

  /** The name as the configuration and the log write it. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}
