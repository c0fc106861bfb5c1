package io.canaryrouter.testing;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;

/**
 * What stands before the router on a platform: Debian's HAProxy, which asks {@code /-/ready} ten
 * times a second and sends each request to whichever of two routers is ready, once: a connection
 * that is refused is somebody's error. An answer may take its time, as on a busy machine; one that
 * says no counts at once.
 */
public final class PlatformEdge implements AutoCloseable {
  private final ReservedPort port = new ReservedPort();
  private final Path folder;
  private final Process process;

  private PlatformEdge(int one, int other) {
    try {
      folder = Files.createTempDirectory("edge");
      Path file = Files.writeString(folder.resolve("haproxy.cfg"), configuration(one, other));
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

  /** An edge before routers at these ports, {@code one} and {@code other}, who may come later. */
  public static PlatformEdge before(int one, int other) {
    return new PlatformEdge(one, other);
  }

  /** Where clients call, as {@code http://127.0.0.1:port}. */
  public String url() {
    return "http://127.0.0.1:" + port.number();
  }

  /** Waits until it sends requests to the router at the port that is called so. */
  public void awaitUp(String name) {
    Patience.until(
        () -> statistics().lines().anyMatch(line -> line.matches("routers," + name + ",.*,UP,.*")),
        "HAProxy to find " + name + " ready");
  }

  private String statistics() {
    try (InputStream page = URI.create(url() + "/haproxy;csv").toURL().openStream()) {
      return new String(page.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private String configuration(int one, int other) {
    return """
    defaults
      mode http
      timeout connect 5s
      timeout check 10s
      timeout client 60s
      timeout server 60s
      retries 0
      option httpchk GET /-/ready
      default-server inter 100ms fall 1 rise 1
    frontend users
      bind 127.0.0.1:%d
      stats enable
      stats uri /haproxy
      default_backend routers
    backend routers
      server one 127.0.0.1:%d check
      server other 127.0.0.1:%d check
    """
        .formatted(port.number(), one, other);
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
