package io.canaryrouter.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import io.canaryrouter.split.Stack;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

class DemoTest {
  private static final String LATCHED =
      """
      {"split": {"set": "10%", "actual": "0%"},
       "verdict": {"level": "critical", "reason": "error_rate", "sentence": "all of green failed"},
       "latch": {"reason": "error_rate", "sentence": "green failed 12 of 12", "by": "guard"},
       "stacks": {
         "blue": {"window": {"requests": 90, "failures": 0, "p95_ms": 8.5},
                  "totals": {"rescued": 0, "outcomes": {"auth": 0}}},
         "green": {"window": {"requests": 12, "failures": 12, "p95_ms": null},
                   "totals": {"rescued": 3, "outcomes": {"auth": 2}}}}}
      """;

  private final HttpClient client = HttpClient.newHttpClient();

  @Test
  void itTellsTheFailoverAndWhatTheUsersSaw() {
    StringWriter out = new StringWriter();
    CommandLine demo =
        new CommandLine(new DemoCommand(yaml -> new BlueAlone(yaml), "./canary"))
            .setOut(new PrintWriter(out));

    assertThat(demo.execute("--seconds", "1", "--split", "0%")).isZero();

    assertThat(out.toString())
        .contains("FAILOVER, everyone is on blue: green failed 12 of 12")
        .containsPattern(
            "\\./canary failback --green 1% --force --admin http://127.0.0.1:[0-9]+\\n")
        .contains("12 req, 12 failed")
        .contains("8.5 / -")
        .contains("0 failed; of 200 users 0 saw a failure")
        .contains("Green rejected 2 requests; blue answered 3 that green had failed");
  }

  @Test
  void whatItCannotBreakIsAnsweredWithWhatItCan() {
    StringWriter err = new StringWriter();
    CommandLine demo =
        new CommandLine(new DemoCommand(yaml -> new BlueAlone(yaml), "./canary"))
            .setErr(new PrintWriter(err));

    assertThat(demo.execute("--break", "red")).isEqualTo(CommandLine.ExitCode.USAGE);
    assertThat(err.toString()).contains("green, green=401, green=gone, both, one-user");
  }

  @Test
  void aStackKnowsItsUsersByTheirTokens() throws Exception {
    try (SampleStack stack = new SampleStack(Stack.GREEN, 7)) {
      HttpResponse<String> signedIn = ask(stack, SampleToken.of(42, 4_000_000_000L));
      assertThat(signedIn.statusCode()).isEqualTo(200);
      assertThat(signedIn.body()).isEqualTo("{\"id\":42,\"stack\":\"green\"}");
      assertThat(signedIn.headers().firstValue(SampleStack.ANSWERED_BY)).hasValue("green");
      assertThat(ask(stack, SampleToken.of(42, 4_000_000_000L) + "x").statusCode()).isEqualTo(401);
      assertThat(ask(stack, "rubbish").statusCode()).isEqualTo(401);
    }
  }

  @Test
  void aBrokenStackIsBrokenInTheWayThatWasAskedFor() throws Exception {
    try (SampleStack stack = new SampleStack(Stack.GREEN, 7)) {
      stack.breakWith(Breakage.Fault.ONE_USER);
      assertThat(ask(stack, SampleToken.of(7, 0)).statusCode()).isEqualTo(500);
      assertThat(ask(stack, SampleToken.of(8, 0)).statusCode()).isEqualTo(200);
      stack.breakWith(Breakage.Fault.UNAUTHORIZED);
      assertThat(ask(stack, SampleToken.of(8, 0)).statusCode()).isEqualTo(401);
      stack.breakWith(Breakage.Fault.SERVER_ERROR);
      assertThat(ask(stack, SampleToken.of(8, 0)).statusCode()).isEqualTo(500);
      stack.breakWith(Breakage.Fault.GONE);
      assertThatThrownBy(() -> ask(stack, SampleToken.of(8, 0))).isInstanceOf(IOException.class);
    }
  }

  private HttpResponse<String> ask(SampleStack stack, String token)
      throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create("http://" + stack.address() + "/api/v1/users/me"))
            .header("Authorization", "Bearer " + token)
            .build();
    return client.send(request, BodyHandlers.ofString());
  }

  /** A router that sends everyone to blue, and tells a state with a failover in it. */
  private static final class BlueAlone implements RouterLauncher.Running {
    private static final Pattern BLUE = Pattern.compile("blue: \"([0-9.:]+)\"");

    private final URI blue;
    private final HttpServer admin;
    private int states;

    BlueAlone(String yaml) throws IOException {
      blue =
          BLUE.matcher(yaml)
              .results()
              .map((MatchResult address) -> URI.create("http://" + address.group(1)))
              .findFirst()
              .orElseThrow();
      admin = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
      admin.createContext(
          "/api/v1/state",
          exchange -> {
            // The first answer is that of a router at rest.
            boolean atRest = states++ == 0;
            byte[] body = (atRest ? "{}" : LATCHED).getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
          });
      admin.start();
    }

    @Override
    public URI traffic() {
      return blue;
    }

    @Override
    public URI admin() {
      return URI.create("http://127.0.0.1:" + admin.getAddress().getPort());
    }

    @Override
    public void close() {
      admin.stop(0);
    }
  }
}
