package io.canaryrouter.testing;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * Debian's redis-server on a port of its own, with everything in memory: once it is killed, what it
 * held is gone.
 */
public final class RedisProcess implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(Patience.SECONDS);

  private final ReservedPort port = new ReservedPort();
  private final Path folder;
  private final List<String> options;
  private Process process;

  private RedisProcess(String... options) {
    this.options = List.of(options);
    try {
      folder = Files.createTempDirectory("redis");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    process = launch();
  }

  /**
   * Starts one.
   *
   * @param options of redis-server's command line: {@code "--requirepass", "secret"}
   */
  public static RedisProcess start(String... options) {
    return new RedisProcess(options);
  }

  public int port() {
    return port.number();
  }

  /** What a router is configured with. */
  public String url() {
    return "redis://127.0.0.1:" + port();
  }

  /** Kills it, as a machine that loses power does; connections are refused from then on. */
  public void kill() {
    process.destroyForcibly();
    Patience.await(process.onExit(), "the end of redis-server");
  }

  /** Starts it anew on the same port after {@link #kill}; it is empty. */
  public void startAgain() {
    process = launch();
  }

  /** Stops it in the middle of whatever it does: connections stand, nothing is answered. */
  public void pause() {
    signal("-STOP");
  }

  /** Lets it go on after {@link #pause}. */
  public void resume() {
    signal("-CONT");
  }

  /**
   * Asks it a command and returns its answer as it stands on the wire, up to its first line's end;
   * an error begins with a hyphen.
   */
  public String command(String... words) {
    try (Socket socket = connect()) {
      socket.setSoTimeout((int) PATIENCE.toMillis());
      OutputStream out = socket.getOutputStream();
      out.write(wire(words).getBytes(StandardCharsets.UTF_8));
      return String.valueOf(
          new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8))
              .readLine());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String wire(String... words) {
    StringBuilder wire = new StringBuilder("*" + words.length + "\r\n");
    for (String word : words) {
      int length = word.getBytes(StandardCharsets.UTF_8).length;
      wire.append("$").append(length).append("\r\n").append(word).append("\r\n");
    }
    return wire.toString();
  }

  @Override
  public void close() {
    kill();
    port.close();
    try (Stream<Path> files = Files.walk(folder)) {
      files.sorted(Comparator.reverseOrder()).map(Path::toFile).forEach(java.io.File::delete);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void signal(String name) {
    Commands.run(PATIENCE, "kill", name, Long.toString(process.pid())).orFail();
  }

  private Process launch() {
    List<String> line =
        new ArrayList<>(
            List.of(Commands.require("redis-server"), "--port", Integer.toString(port())));
    line.addAll(List.of("--bind", "127.0.0.1", "--save", "", "--appendonly", "no"));
    line.addAll(List.of("--dir", folder.toString()));
    line.addAll(options);
    Path output = folder.resolve("output");
    try {
      Process launched =
          new ProcessBuilder(line)
              .redirectErrorStream(true)
              .redirectOutput(output.toFile())
              .start();
      Patience.until(() -> isListening() || !launched.isAlive(), "redis-server to listen");
      if (!launched.isAlive()) {
        throw new AssertionError("redis-server did not start:\n" + Files.readString(output));
      }
      return launched;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private boolean isListening() {
    try (Socket socket = connect()) {
      return socket.isConnected();
    } catch (SocketException e) {
      return false;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Socket connect() throws IOException {
    return new Socket(InetAddress.getLoopbackAddress(), port());
  }
}
