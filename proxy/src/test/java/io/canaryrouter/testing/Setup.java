package io.canaryrouter.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;

/**
 * A router's configuration file in a folder of its own, as a test wants it.
 *
 * <p>Unless the test says otherwise: free ports on this machine, both stacks asked for {@code /up}
 * ten times a second, green at 10 %, the stack told to the client, no linger at the end.
 */
public final class Setup implements AutoCloseable {
  private static final String HEALTH = "health: {path: /up, interval: 100ms}";

  private final Path folder;
  private final String green;
  private String blue;
  private String blueMore = HEALTH;
  private String greenMore = HEALTH;
  private String listen = "host: 127.0.0.1, port: 0";
  private String admin = "host: 127.0.0.1, port: 0";
  private String weight = "10%";
  private String more = "shutdown: {delay: 25s, linger: 0s}";

  private Setup(String blue, String green) {
    this.blue = blue;
    this.green = green;
    try {
      this.folder = Files.createTempDirectory("router");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    save();
  }

  /** A router between stacks at these addresses, {@code host:port} or URLs. */
  public static Setup between(String blue, String green) {
    return new Setup(blue, green);
  }

  /** Moves blue to another address. */
  public Setup blueAt(String address) {
    blue = address;
    return save();
  }

  /** Says what stands beside blue's url, in place of its health check. */
  public Setup blue(String keys) {
    blueMore = keys;
    return save();
  }

  /** Says what stands beside green's url, in place of its health check. */
  public Setup green(String keys) {
    greenMore = keys;
    return save();
  }

  /** Says what stands under {@code listen}. */
  public Setup listen(String keys) {
    listen = keys;
    return save();
  }

  /** Says what stands under {@code admin}. */
  public Setup admin(String keys) {
    admin = keys;
    return save();
  }

  /** Gives green this share. */
  public Setup weight(String share) {
    weight = share;
    return save();
  }

  /** Says what stands at the end of the file, in place of the shutdown without linger. */
  public Setup ending(String lines) {
    more = lines;
    return save();
  }

  /** Writes a file of any text in place of the configuration. */
  public Setup text(String text) {
    try {
      Files.writeString(file(), text);
      return this;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The configuration file. */
  public Path file() {
    return folder.resolve("router.yml");
  }

  /** A file of the test beside the configuration. */
  public Path file(String name) {
    return folder.resolve(name);
  }

  @Override
  public void close() {
    try (Stream<Path> files = Files.walk(folder)) {
      files.sorted(Comparator.reverseOrder()).map(Path::toFile).forEach(java.io.File::delete);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Setup save() {
    return text(
        """
        listen: {%s}
        admin: {%s}
        stacks:
          blue: {url: "%s", %s}
          green: {url: "%s", %s}
        split: {green: %s, expose: true}
        %s
        """
            .formatted(listen, admin, blue, blueMore, green, greenMore, weight, more));
  }
}
