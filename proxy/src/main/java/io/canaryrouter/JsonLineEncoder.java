package io.canaryrouter;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.IThrowableProxy;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.encoder.EncoderBase;
import io.canaryrouter.http.JsonLine;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.slf4j.event.KeyValuePair;

/**
 * Writes the router's own log as JSON lines in the form of the access log: level, ts, msg, logger,
 * the event's own fields, and error with the stack trace. Named in {@code logback.xml}.
 *
 * <p>Thread safety: keeps no state; appenders call it under their own lock.
 */
public final class JsonLineEncoder extends EncoderBase<ILoggingEvent> {
  private static final int MAX_MESSAGE_CHARS = 8_192;
  private static final int MAX_ERROR_CHARS = 16_384;

  @Override
  public byte[] headerBytes() {
    return new byte[0];
  }

  @Override
  public byte[] encode(ILoggingEvent event) {
    StringBuilder out = new StringBuilder(256);
    JsonLine line =
        new JsonLine(out)
            .begin(level(event.getLevel()), event.getTimeStamp(), message(event))
            .text("logger", event.getLoggerName(), MAX_MESSAGE_CHARS);
    addFields(line, event);
    line.text("error", error(event.getThrowableProxy()), MAX_ERROR_CHARS).end();
    return out.toString().getBytes(StandardCharsets.US_ASCII);
  }

  @Override
  public byte[] footerBytes() {
    return new byte[0];
  }

  private static void addFields(JsonLine line, ILoggingEvent event) {
    List<KeyValuePair> fields = event.getKeyValuePairs();
    if (fields == null) {
      return;
    }
    for (KeyValuePair field : fields) {
      if (field.value instanceof Number number && Double.isFinite(number.doubleValue())) {
        line.number(field.key, number);
      } else {
        line.text(field.key, String.valueOf(field.value), MAX_MESSAGE_CHARS);
      }
    }
  }

  /** The level's word as platforms recognise it. */
  private static String level(Level level) {
    return level == Level.WARN ? "warning" : level.toString().toLowerCase(Locale.ROOT);
  }

  private static String message(ILoggingEvent event) {
    String message = event.getFormattedMessage();
    return message == null
        ? ""
        : message.substring(0, Math.min(message.length(), MAX_MESSAGE_CHARS));
  }

  private static @Nullable String error(@Nullable IThrowableProxy thrown) {
    return thrown == null ? null : ThrowableProxyUtil.asString(thrown);
  }
}
