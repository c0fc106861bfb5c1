package io.canaryrouter;

import static org.assertj.core.api.Assertions.assertThat;

import io.canaryrouter.testing.Commands;
import io.canaryrouter.testing.Nginx;
import io.canaryrouter.testing.RunningRouter;
import io.canaryrouter.testing.Setup;
import io.canaryrouter.testing.Tokens;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What curl asks of nginx through the router comes through as if the router were not there. */
class CurlIT {
  private static final Duration LIMIT = Duration.ofSeconds(60);
  private static final int TEN_MEGABYTES = 10_000_000;

  @AutoClose private final Nginx blue = Nginx.start("blue");
  @AutoClose private final Nginx green = Nginx.start("green");
  @AutoClose private final Setup setup = Setup.between(blue.url(), green.url()).weight("0%");
  @AutoClose private final RunningRouter router = RunningRouter.ready(setup);

  @TempDir private Path folder;

  @Test
  void aSignedInUserIsServedByTheirStackAndToldWhich() {
    router.operator().setWeight("10%");

    assertThat(curl("/", "-i", "-H", Tokens.authorization(7)))
        .contains("x-canary-stack: green", "X-Stack: green", "green GET /");
    assertThat(curl("/", "-i", "-H", Tokens.authorization(1)))
        .contains("x-canary-stack: blue", "X-Stack: blue", "blue GET /");
  }

  @Test
  void oneConnectionServesManyRequests() {
    String connects = "%{num_connects} ";

    assertThat(
            curl("/1", "-w", connects, "-o", "/dev/null", router.url() + "/2", "-o", "/dev/null"))
        .isEqualTo("1 0 ");
  }

  @ParameterizedTest
  @ValueSource(strings = {"/a/../b", "/a/%2e%2e/x//y?q=%20;z", "/a%2Fb/./c"})
  void aTargetReachesTheStackByteForByte(String target) {
    assertThat(curl(target, "--path-as-is")).isEqualTo("blue GET " + target);
  }

  @Test
  void anOldClientGetsAWholeAnswerAndTheEndOfItsConnection() {
    assertThat(curl("/x", "--http1.0", "-i"))
        .containsIgnoringCase("Connection: close")
        .endsWith("blue GET /x");
  }

  @Test
  void aHeadRequestGetsTheFieldsOfTheAnswerAlone() {
    assertThat(curl("/large", "-I"))
        .contains("200 OK", "Content-Length: " + Nginx.LARGE_BYTES)
        .endsWith("\r\n\r\n");
  }

  @Test
  void aRangeIsServed() throws IOException {
    Files.writeString(blue.files().resolve("range"), "0123456789");

    assertThat(curl("/files/range", "-r", "2-5", "-w", " %{http_code}")).isEqualTo("2345 206");
  }

  @Test
  void whatTheStackCompressesStaysCompressed() throws IOException {
    String text = "easily compressed ".repeat(1_000);
    Files.writeString(blue.files().resolve("text"), text);

    assertThat(curl("/files/text", "--compressed")).isEqualTo(text);
    String size = curl("/files/text", "--compressed", "-o", "/dev/null", "-w", "%{size_download}");
    assertThat(Integer.parseInt(size)).isLessThan(text.length() / 10);
  }

  @ParameterizedTest
  @ValueSource(strings = {"Expect:", "Expect: 100-continue", "Transfer-Encoding: chunked"})
  void anUploadOfTenMegabytesArrivesWhole(String field) throws IOException {
    Path sent = random("sent", TEN_MEGABYTES);
    String said = curl("/files/received", "-v", "-T", sent.toString(), "-H", field);

    assertThat(said).contains("HTTP/1.1 201").doesNotContain("Done waiting for 100-continue");
    assertThat(blue.files().resolve("received")).hasSameBinaryContentAs(sent);
    if (field.contains("100")) {
      assertThat(said).contains("HTTP/1.1 100");
    }
  }

  @Test
  void aPostThatTheStackAnswersEarlyIsAnswered() throws IOException {
    Path sent = random("sent", TEN_MEGABYTES);

    assertThat(curl("/form", "--data-binary", "@" + sent)).isEqualTo("blue POST /form");
  }

  @Test
  void aLargeDownloadArrivesWhole() throws IOException {
    Path original = random("original", 64 << 20);
    Files.copy(original, blue.files().resolve("download"));
    Path copy = folder.resolve("copy");
    curl("/files/download", "-o", copy.toString());

    assertThat(copy).hasSameBinaryContentAs(original);
  }

  private Path random(String name, int bytes) throws IOException {
    byte[] content = new byte[bytes];
    new Random(bytes).nextBytes(content);
    return Files.write(folder.resolve(name), content);
  }

  private String curl(String target, String... options) {
    return Commands.run(
            LIMIT,
            Stream.concat(
                    Stream.of("curl", "-sS", "--max-time", "50", router.url() + target),
                    Stream.of(options))
                .toArray(String[]::new))
        .orFail();
  }
}
