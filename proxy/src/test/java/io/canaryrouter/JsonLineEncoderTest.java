package io.canaryrouter;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.joran.JoranConfigurator;
import ch.qos.logback.classic.spi.LoggingEvent;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.joran.spi.JoranException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.slf4j.event.KeyValuePair;

class JsonLineEncoderTest {
  private final JsonLineEncoder encoder = new JsonLineEncoder();

  private String encode(Level level, String message, @Nullable Throwable thrown) {
    LoggerContext context = new LoggerContext();
    LoggingEvent event =
        new LoggingEvent(
            "caller", context.getLogger("io.canaryrouter.Router"), level, message, thrown, null);
    event.setTimeStamp(0);
    return new String(encoder.encode(event), StandardCharsets.US_ASCII);
  }

  @Test
  void anEventIsOneLineInTheFormOfTheAccessLog() {
    assertThat(encode(Level.INFO, "listening on 8080", null))
        .isEqualTo(
            "{\"level\":\"info\",\"ts\":\"1970-01-01T00:00:00.000Z\",\"msg\":\"listening on 8080\","
                + "\"logger\":\"io.canaryrouter.Router\"}\n");
  }

  @Test
  void levelsAreWordsThatPlatformsRecognise() {
    assertThat(encode(Level.WARN, "x", null)).startsWith("{\"level\":\"warning\"");
    assertThat(encode(Level.ERROR, "x", null)).startsWith("{\"level\":\"error\"");
    assertThat(encode(Level.DEBUG, "x", null)).startsWith("{\"level\":\"debug\"");
  }

  @Test
  void aStackTraceStaysInItsLine() throws IOException {
    String line = encode(Level.ERROR, "broken\nmessage", new IOException("disk \u001b[1mfull"));
    assertThat(line.lines()).hasSize(1);
    JsonNode json = new ObjectMapper().readTree(line);
    assertThat(json.get("msg").asText()).isEqualTo("broken\nmessage");
    assertThat(json.get("error").asText())
        .startsWith("java.io.IOException: disk")
        .contains("JsonLineEncoderTest");
  }

  @Test
  void anEventsOwnFieldsStandInItsLine() throws IOException {
    LoggerContext context = new LoggerContext();
    LoggingEvent event =
        new LoggingEvent(
            "caller", context.getLogger("io.canaryrouter.Router"), Level.INFO, "x", null, null);
    event.addKeyValuePair(new KeyValuePair("verdict", "a \"word\""));
    event.addKeyValuePair(new KeyValuePair("green_users", 12L));
    event.addKeyValuePair(new KeyValuePair("evidence_log10", 6.25));
    event.addKeyValuePair(new KeyValuePair("nothing", Double.NaN));
    String line = new String(encoder.encode(event), StandardCharsets.US_ASCII);
    assertThat(line.lines()).hasSize(1);
    JsonNode json = new ObjectMapper().readTree(line);
    assertThat(json.get("verdict").textValue()).isEqualTo("a \"word\"");
    assertThat(json.get("green_users").longValue()).isEqualTo(12);
    assertThat(json.get("evidence_log10").doubleValue()).isEqualTo(6.25);
    assertThat(json.get("nothing").textValue()).isEqualTo("NaN");
  }

  @Test
  void aMessageHasABound() {
    assertThat(encode(Level.INFO, "x".repeat(100_000), null)).hasSizeLessThan(9_000);
  }

  @Test
  void theShippedConfigurationUsesItAndQuietensNetty() throws JoranException {
    LoggerContext context = new LoggerContext();
    JoranConfigurator configurator = new JoranConfigurator();
    configurator.setContext(context);
    configurator.doConfigure(Objects.requireNonNull(getClass().getResource("/logback.xml")));
    assertThat(context.getLogger("io.netty").getLevel()).isEqualTo(Level.WARN);
    assertThat(context.getLogger("ROOT").getLevel()).isEqualTo(Level.INFO);
    assertThat(context.getLogger("ROOT").getAppender("stdout"))
        .isInstanceOfSatisfying(
            ConsoleAppender.class,
            appender -> assertThat(appender.getEncoder()).isInstanceOf(JsonLineEncoder.class));
  }
}
