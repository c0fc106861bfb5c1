package io.canaryrouter.testing;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** Debian's Prometheus, scraping one target five times a second. */
public final class Prometheus implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final ReservedPort port = new ReservedPort();
  private final HttpClient client = HttpClient.newHttpClient();
  private final Path folder;
  private final Process process;

  private Prometheus(int targetPort, String... options) {
    String prometheus = Commands.require("prometheus");
    try {
      folder = Files.createTempDirectory("prometheus");
      Path file = folder.resolve("prometheus.yml");
      Files.writeString(file, configuration(targetPort));
      List<String> command = new ArrayList<>(List.of(prometheus, "--config.file=" + file));
      command.add("--storage.tsdb.path=" + folder.resolve("data"));
      command.add("--web.listen-address=127.0.0.1:" + port.number());
      command.add("--log.level=warn");
      command.addAll(List.of(options));
      process =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(folder.resolve("output").toFile())
              .start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Scrapes as it does by default: OpenMetrics text, classic histograms. */
  public static Prometheus scraping(int targetPort) {
    return new Prometheus(targetPort);
  }

  /** Scrapes protobuf with native histograms. */
  public static Prometheus scrapingNative(int targetPort) {
    return new Prometheus(targetPort, "--enable-feature=native-histograms");
  }

  /** Waits until an expression has this one value. */
  public void await(String expression, double value) {
    Patience.until(
        () -> values(expression).equals(List.of(value)),
        expression + " to be " + value + " in Prometheus, which says\n" + output());
  }

  /** The one value of an expression. */
  public double value(String expression) {
    List<Double> values = values(expression);
    if (values.size() != 1) {
      throw new AssertionError(expression + " has the values " + values + "\n" + output());
    }
    return values.get(0);
  }

  /** The values of an expression; none while it does not answer. */
  private List<Double> values(String expression) {
    if (!process.isAlive()) {
      throw new AssertionError("Prometheus has ended:\n" + output());
    }
    List<Double> values = new ArrayList<>();
    JsonNode answer = ask("/api/v1/query?query=" + encoded(expression));
    answer
        .at("/data/result")
        .forEach(series -> values.add(Double.parseDouble(series.at("/value/1").asText("NaN"))));
    return values;
  }

  private JsonNode ask(String path) {
    URI uri = URI.create("http://127.0.0.1:" + port.number() + path);
    HttpRequest request =
        HttpRequest.newBuilder(uri).timeout(Duration.ofSeconds(Patience.SECONDS)).build();
    try {
      HttpResponse<String> answer = client.send(request, BodyHandlers.ofString());
      return answer.statusCode() == 200 ? JSON.readTree(answer.body()) : JSON.nullNode();
    } catch (JsonProcessingException e) {
      throw new AssertionError("not JSON", e);
    } catch (IOException e) {
      return JSON.nullNode();
    } catch (InterruptedException e) {
      throw Patience.interrupted("an answer of Prometheus", e);
    }
  }

  @Override
  public void close() {
    process.destroy();
    Patience.await(process.onExit(), "the end of Prometheus");
    port.close();
    try (Stream<Path> files = Files.walk(folder)) {
      files.sorted(Comparator.reverseOrder()).map(Path::toFile).forEach(java.io.File::delete);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private String output() {
    try {
      return Files.readString(folder.resolve("output"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String encoded(String expression) {
    return URLEncoder.encode(expression, StandardCharsets.UTF_8);
  }

  private static String configuration(int targetPort) {
    return """
    global: {scrape_interval: 200ms, scrape_timeout: 200ms}
    scrape_configs:
      - job_name: canary-router
        static_configs: [{targets: ["127.0.0.1:%d"]}]
    """
        .formatted(targetPort);
  }
}
