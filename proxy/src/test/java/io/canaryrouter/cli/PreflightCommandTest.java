package io.canaryrouter.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.canaryrouter.testing.Nginx;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PreflightCommandTest {
  private static final String TOKEN = "e30.eyJ1c2VyX2lkIjo0Mn0.c2ln";

  @TempDir private Path folder;
  @AutoClose private final Application blue = new Application();
  @AutoClose private final Application green = new Application();

  @Test
  void twoStacksThatAnswerTheSameAreFitForUsers() throws IOException {
    Ran ran = preflight("--get", "/", "--get", "/me", "--token", TOKEN);

    assertThat(ran.err()).isEmpty();
    assertThat(ran.exitCode()).isZero();
    assertThat(lines(ran))
        .contains(
            "CHECK BLUE GREEN",
            "version 7.1 8.1",
            "GET / 200 200",
            "GET /me 401 401",
            "GET /me as the user 200 200",
            "keep-alive yes yes",
            "both answer the same");
    assertThat(lines(ran)).anyMatch(line -> line.matches("median of 5 [0-9.]+ ms [0-9.]+ ms"));
  }

  @Test
  void aGreenWithAnotherSecretIsFoundAndTheTokenIsNotShown() throws IOException {
    green.hasAnotherSecret = true;

    Ran ran = preflight("--get", "/me", "--token", TOKEN);

    assertThat(ran.exitCode()).isEqualTo(1);
    assertThat(lines(ran))
        .contains("GET /me as the user 200 401 differs", "1 difference")
        .anyMatch(line -> line.contains("another secret"));
    assertThat(ran.out() + ran.err()).doesNotContain(TOKEN);
  }

  @Test
  void theTokenMayComeFromTheEnvironment() throws IOException {
    Ran ran = Ran.canary(Map.of("CANARY_PREFLIGHT_TOKEN", TOKEN), arguments("--get", "/me"));

    assertThat(ran.exitCode()).isZero();
    assertThat(lines(ran)).contains("GET /me as the user 200 200");
  }

  @Test
  void aGreenThatDoesNotKnowTheHostIsFound() throws IOException {
    green.host = "app.example.com";

    assertThat(preflight("--get", "/", "--host", "app.example.com").exitCode()).isZero();
    Ran ran = preflight("--get", "/", "--host", "www.example.com");
    assertThat(ran.exitCode()).isEqualTo(1);
    assertThat(lines(ran))
        .contains("GET / 200 403 differs")
        .anyMatch(line -> line.contains("config.hosts"));
  }

  @Test
  void aRedirectToElsewhereIsFoundAndOneToTheStackItselfIsNoDifference() throws IOException {
    blue.redirectsTo = "http://" + blue.authority() + "/login";
    green.redirectsTo = "http://" + green.authority() + "/login";
    Ran same = preflight("--get", "/");
    assertThat(same.exitCode()).isZero();
    assertThat(lines(same)).contains("redirect of / /login /login");

    green.redirectsTo = "https://new.example.com/login";
    Ran ran = preflight("--get", "/");
    assertThat(ran.exitCode()).isEqualTo(1);
    assertThat(lines(ran)).contains("redirect of / /login https://new.example.com/login differs");
  }

  @Test
  void aTokenThatOpensNeitherComparesNoSecrets() throws IOException {
    Ran ran = preflight("--get", "/me", "--token", "expired");

    assertThat(ran.exitCode()).isZero();
    assertThat(lines(ran))
        .contains("GET /me as the user 401 401")
        .contains(
            "GET /me as the user: the token opens neither, so their secrets were not compared: take"
                + " one that is good now");
  }

  @Test
  void aPathThatIsOpenToEverybodyTellsNothingOfTheToken() throws IOException {
    assertThat(lines(preflight("--get", "/", "--token", TOKEN)))
        .contains(
            "GET / as the user: they answer so without the token too: name a path that wants a user"
                + " with --get");
    assertThat(lines(preflight("--get", "/me", "--token", TOKEN)))
        .noneMatch(line -> line.contains("without the token"));
  }

  @Test
  void aHostThatBothRefuseIsAskedAfter() throws IOException {
    blue.host = "app.example.com";
    green.host = "app.example.com";

    assertThat(lines(preflight("--get", "/")))
        .contains("GET /: both refuse: is --host the name that your users call?");
    assertThat(lines(preflight("--get", "/", "--host", "app.example.com")))
        .noneMatch(line -> line.contains("both refuse"));
  }

  @Test
  void itAsksAsAnEdgeThatSpeaksHttpsWould() throws IOException {
    blue.forcesHttps = true;
    green.forcesHttps = true;

    assertThat(lines(preflight("--get", "/"))).contains("GET / 200 200");
  }

  @Test
  void aRedirectToWhereTheRequestCameFromIsToldAsACircle() throws IOException {
    blue.redirectsTo = "https://app.example.com/";
    green.redirectsTo = "https://app.example.com/";

    assertThat(lines(preflight("--get", "/", "--host", "app.example.com")))
        .anyMatch(line -> line.startsWith("redirect of /: both send it to where it came from"));
  }

  @Test
  void aGreenThatKeepsNoConnectionIsFound() throws IOException {
    green.closes = true;

    Ran ran = preflight("--get", "/");

    assertThat(ran.exitCode()).isEqualTo(1);
    assertThat(lines(ran)).contains("keep-alive yes no differs");
  }

  @Test
  void aGreenThatIsNotThereIsADifferenceAndTwoThatAreNotThereAreUnreachable() throws IOException {
    green.close();
    Ran one = preflight("--get", "/");
    assertThat(one.exitCode()).isEqualTo(1);
    assertThat(one.err()).contains("green, http://" + green.authority());

    blue.close();
    assertThat(preflight("--get", "/").exitCode()).isEqualTo(4);
  }

  @Test
  void whatCannotBeSentIsAWrongUse() throws IOException {
    for (String[] wrong :
        new String[][] {
          {"--get", "me"}, {"--get", "/a b"}, {"--host", "a/b"}, {"--token", "hunter2\r\nX: y"}
        }) {
      Ran ran = preflight(wrong);
      assertThat(ran.exitCode()).as(wrong[1]).isEqualTo(2);
      assertThat(ran.err()).doesNotContain("hunter2");
    }
    assertThat(blue.hosts).isEmpty();
  }

  @Test
  void realServersAreAskedByHttpAndByHttps() throws IOException {
    try (Nginx plain = Nginx.start("blue");
        Nginx secure = Nginx.https("green")) {
      String stacks =
          """
          stacks:
            blue: {url: "%s", health: {path: /up}}
            green: {url: "%s", ca: "%s", health: {path: /up}}
          """
              .formatted(plain.url(), secure.url(), secure.caFile());
      Path file = Files.writeString(folder.resolve("nginx.yml"), stacks);

      Ran ran = Ran.canary(Map.of(), "preflight", "--config", file.toString());

      assertThat(ran.err()).isEmpty();
      assertThat(ran.exitCode()).isZero();
      assertThat(lines(ran)).contains("GET /up 200 200", "keep-alive yes yes");
    }
  }

  private Ran preflight(String... more) throws IOException {
    return Ran.canary(Map.of(), arguments(more));
  }

  private String[] arguments(String... more) throws IOException {
    String stacks =
        """
        stacks:
          blue: {url: "http://%s", version: 7.1}
          green: {url: "http://%s", version: 8.1}
        """
            .formatted(blue.authority(), green.authority());
    Path file = Files.writeString(folder.resolve("canary.yml"), stacks);
    String[] all = new String[more.length + 3];
    all[0] = "preflight";
    all[1] = "--config";
    all[2] = file.toString();
    System.arraycopy(more, 0, all, 3, more.length);
    return all;
  }

  private static List<String> lines(Ran ran) {
    return ran.out().lines().map(line -> line.replaceAll(" +", " ").strip()).toList();
  }

  /** A stack that knows one user. */
  private static final class Application implements AutoCloseable {
    final Queue<String> hosts = new ConcurrentLinkedQueue<>();
    volatile boolean hasAnotherSecret;
    volatile boolean closes;
    volatile boolean forcesHttps;
    volatile @Nullable String host;
    volatile @Nullable String redirectsTo;

    private final HttpServer server;

    Application() {
      try {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      server.createContext("/", this::answer);
      server.start();
    }

    String authority() {
      return "127.0.0.1:" + server.getAddress().getPort();
    }

    private void answer(HttpExchange exchange) throws IOException {
      String asked = String.valueOf(exchange.getRequestHeaders().getFirst("Host"));
      hosts.add(asked);
      String location = redirectsTo;
      if (location != null) {
        exchange.getResponseHeaders().set("Location", location);
      }
      if (closes) {
        exchange.getResponseHeaders().set("Connection", "close");
      }
      exchange.sendResponseHeaders(status(exchange, asked), 0);
      exchange.getResponseBody().write('x');
      exchange.close();
    }

    private int status(HttpExchange exchange, String asked) {
      if (!asked.equals(Objects.requireNonNullElse(host, asked))) {
        return 403;
      }
      String scheme = exchange.getRequestHeaders().getFirst("X-Forwarded-Proto");
      if (forcesHttps && !"https".equals(scheme)) {
        return 301;
      }
      String bearer = exchange.getRequestHeaders().getFirst("Authorization");
      boolean isKnown = ("Bearer " + TOKEN).equals(bearer) && !hasAnotherSecret;
      if (exchange.getRequestURI().getPath().equals("/me") && !isKnown) {
        return 401;
      }
      return redirectsTo == null ? 200 : 302;
    }

    @Override
    public void close() {
      server.stop(0);
    }
  }
}
