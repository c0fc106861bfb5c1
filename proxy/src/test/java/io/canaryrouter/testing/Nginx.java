package io.canaryrouter.testing;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.stream.Stream;

/**
 * Debian's nginx as a stack, with its configuration in a directory of its own.
 *
 * <p>{@code /up} is healthy; {@code /large} is a file of {@link #LARGE_BYTES}; {@code /files/} has
 * what {@link #files} has, compressed for whoever accepts it; every other target is answered with
 * {@code <name> <method> <target>}. Each answer says the stack's name in {@code X-Stack}, the Host
 * that it was asked for in {@code X-Host-Received}, and over https the name in the client's
 * greeting in {@code X-Server-Name}; once something was {@link #deploy}ed, its build in {@code
 * X-Revision}; and 500 to a target that it shall {@link #fail}.
 */
public final class Nginx implements AutoCloseable {
  /** Size of the file {@code /large}. */
  public static final long LARGE_BYTES = 64L << 20;

  private static final Duration PATIENCE = Duration.ofSeconds(Patience.SECONDS);

  private final ReservedPort port = new ReservedPort();
  private final Path folder;
  private final boolean https;
  private Process process;

  private Nginx(String name, int keepAliveSeconds, boolean https) {
    this.https = https;
    try {
      folder = Files.createTempDirectory("nginx");
      prepare(name, keepAliveSeconds);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    process = launch();
  }

  /** A stack of this name that keeps idle connections for a minute. */
  public static Nginx start(String name) {
    return new Nginx(name, 60, false);
  }

  /** A stack that closes idle connections at this age. */
  public static Nginx closingIdleAfter(String name, int keepAliveSeconds) {
    return new Nginx(name, keepAliveSeconds, false);
  }

  /** A stack that speaks https, as {@code localhost}, with a certificate of {@link #caFile()}. */
  public static Nginx https(String name) {
    return new Nginx(name, 60, true);
  }

  public int port() {
    return port.number();
  }

  /** What a router is configured with. */
  public String url() {
    return https ? "https://localhost:" + port() : "http://127.0.0.1:" + port();
  }

  /** The certificate, in PEM, that vouches for an https stack. */
  public Path caFile() {
    return folder.resolve("certificate.pem");
  }

  /** What nginx logged: a line for each request, {@code method target status}. */
  public String accessLog() {
    try {
      return Files.readString(folder.resolve("access.log"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The folder of what it serves, and takes by PUT, under {@code /files/}. */
  public Path files() {
    return folder.resolve("files");
  }

  /** Answers as another build from the next connection on, as after a deploy without a pause. */
  public void deploy(String build) {
    change("build.conf", "add_header X-Revision \"" + build + "\" always;\n");
  }

  /** Answers one target with 500 from the next connection on, as a release with a broken page. */
  public void fail(String target) {
    change("faults.conf", "location = " + target + " { return 500 \"broken\"; }\n");
  }

  private void change(String file, String directives) {
    try {
      Files.writeString(folder.resolve(file), directives);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Commands.run(PATIENCE, "kill", "-HUP", String.valueOf(process.pid())).orFail();
  }

  /** Ends it; connections are refused from then on. */
  public void stop() {
    process.destroy();
    Patience.await(process.onExit(), "the end of nginx");
  }

  /** Starts it anew on the same port after {@link #stop}. */
  public void startAgain() {
    process = launch();
  }

  @Override
  public void close() {
    stop();
    port.close();
    try (Stream<Path> files = Files.walk(folder)) {
      files.sorted(Comparator.reverseOrder()).map(Path::toFile).forEach(java.io.File::delete);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** As a child: one that made itself a daemon could not be waited for. */
  private Process launch() {
    String nginx = Commands.require("nginx");
    Path output = folder.resolve("output");
    try {
      Process launched =
          new ProcessBuilder(
                  nginx,
                  "-p",
                  folder + "/",
                  "-c",
                  "nginx.conf",
                  "-e",
                  "error.log",
                  "-g",
                  "daemon off;")
              .redirectErrorStream(true)
              .redirectOutput(output.toFile())
              .start();
      Patience.until(() -> isListening() || !launched.isAlive(), "nginx to listen");
      if (!launched.isAlive()) {
        throw new AssertionError("nginx did not start:\n" + Files.readString(output));
      }
      return launched;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private boolean isListening() {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port())) {
      return socket.isConnected();
    } catch (IOException e) {
      return false;
    }
  }

  private void prepare(String name, int keepAliveSeconds) throws IOException {
    Path files = Files.createDirectory(folder.resolve("files"));
    try (RandomAccessFile large = new RandomAccessFile(files.resolve("large").toFile(), "rw")) {
      large.setLength(LARGE_BYTES);
    }
    if (https) {
      certify();
    }
    Files.createFile(folder.resolve("build.conf"));
    Files.createFile(folder.resolve("faults.conf"));
    Files.writeString(folder.resolve("nginx.conf"), configuration(name, keepAliveSeconds));
  }

  private void certify() {
    Commands.run(
            PATIENCE,
            "openssl",
            "req",
            "-x509",
            "-newkey",
            "rsa:2048",
            "-nodes",
            "-days",
            "2",
            "-subj",
            "/CN=localhost",
            "-addext",
            "subjectAltName=DNS:localhost",
            "-keyout",
            folder.resolve("key.pem").toString(),
            "-out",
            caFile().toString())
        .orFail();
  }

  private String configuration(String name, int keepAliveSeconds) {
    return """
    %s
    pid nginx.pid;
    worker_processes 1;
    events { worker_connections 2048; }
    http {
      log_format brief '$request_method $request_uri $status';
      access_log access.log brief;
      client_body_temp_path body;
      proxy_temp_path proxy;
      fastcgi_temp_path fastcgi;
      uwsgi_temp_path uwsgi;
      scgi_temp_path scgi;
      default_type text/plain;
      keepalive_timeout %ds;
      keepalive_requests 1000000;
      client_max_body_size 0;
      add_header X-Stack %s always;
      add_header X-Host-Received $http_host always;
      add_header X-Server-Name $ssl_server_name always;
      include build.conf;
      server {
        listen 127.0.0.1:%d %s;
        root files;
        include faults.conf;
        location = /up { return 200 "up"; }
        location = /large { }
        location /files/ { alias files/; dav_methods PUT; gzip on; gzip_types text/plain; gzip_proxied any; }
        location / { return 200 "%s $request_method $request_uri"; }
      }
    }
    """
        .formatted(user(), keepAliveSeconds, name, port(), tls(), name);
  }

  /** Workers of a root's nginx would not be allowed into the temporary directory otherwise. */
  private static String user() {
    return System.getProperty("user.name").equals("root") ? "user root;" : "";
  }

  private String tls() {
    return https ? "ssl; ssl_certificate certificate.pem; ssl_certificate_key key.pem" : "";
  }
}
