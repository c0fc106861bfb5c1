package io.canaryrouter.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;

/**
 * What stands before the router on a platform: Debian's HAProxy, which asks {@code /-/ready} ten
 * times a second and sends each new request to whichever of two routers is ready.
 */
public final class PlatformEdge implements AutoCloseable {
  private final ReservedPort port = new ReservedPort();
  private final Path folder;
  private final Process process;

  private PlatformEdge(int first, int second) {
    try {
      folder = Files.createTempDirectory("edge");
      Path file = Files.writeString(folder.resolve("haproxy.cfg"), configuration(first, second));
      process =
          new ProcessBuilder(Commands.require("haproxy"), "-db", "-f", file.toString())
              .redirectErrorStream(true)
              .redirectOutput(folder.resolve("log").toFile())
              .start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Patience.until(this::isListening, "HAProxy to listen");
  }

  /** An edge before routers at these ports, of which the second may come later. */
  public static PlatformEdge before(int first, int second) {
    return new PlatformEdge(first, second);
  }

  /** Where clients call, as {@code http://127.0.0.1:port}. */
  public String url() {
    return "http://127.0.0.1:" + port.number();
  }

  private String configuration(int first, int second) {
    return """
    defaults
      mode http
      timeout connect 5s
      timeout client 60s
      timeout server 60s
      option httpchk GET /-/ready
      default-server inter 100ms fall 1 rise 1
    frontend users
      bind 127.0.0.1:%d
      default_backend routers
    backend routers
      server first 127.0.0.1:%d check
      server second 127.0.0.1:%d check
    """
        .formatted(port.number(), first, second);
  }

  private boolean isListening() {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port.number())) {
      return socket.isConnected();
    } catch (IOException e) {
      return false;
    }
  }

  @Override
  public void close() {
    process.destroyForcibly();
    port.close();
    try (Stream<Path> files = Files.walk(folder)) {
      files.sorted(Comparator.reverseOrder()).map(Path::toFile).forEach(java.io.File::delete);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
