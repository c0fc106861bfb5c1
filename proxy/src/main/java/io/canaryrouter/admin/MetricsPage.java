package io.canaryrouter.admin;

import io.micrometer.core.instrument.Clock;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.FileDescriptorMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.prometheus.metrics.model.registry.MultiCollector;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The page that Prometheus scrapes: the router's own figures, and the JVM's.
 *
 * <p>Thread-safe. Cost: independent of the traffic.
 */
final class MetricsPage implements AutoCloseable {
  private static final String TEXT = "text/plain; version=0.0.4; charset=utf-8";
  private static final List<String> FORMATS =
      List.of(
          TEXT,
          "application/openmetrics-text; version=1.0.0; charset=utf-8",
          "application/vnd.google.protobuf; proto=io.prometheus.client.MetricFamily;"
              + " encoding=delimited");

  private final PrometheusRegistry registry = new PrometheusRegistry();
  private final PrometheusMeterRegistry meters =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT, registry, Clock.SYSTEM);
  private final JvmGcMetrics gcMetrics = new JvmGcMetrics();

  MetricsPage(MultiCollector own) {
    registry.register(own);
    gcMetrics.bindTo(meters);
    new JvmMemoryMetrics().bindTo(meters);
    new JvmThreadMetrics().bindTo(meters);
    new ProcessorMetrics().bindTo(meters);
    new UptimeMetrics().bindTo(meters);
    new FileDescriptorMetrics().bindTo(meters);
  }

  /** The page in the format that the Accept field names first; text 0.0.4 without a known one. */
  Answer page(@Nullable String accept) {
    String format = format(accept == null ? "" : accept.toLowerCase(Locale.ROOT));
    ByteArrayOutputStream page = new ByteArrayOutputStream(32 * 1024);
    try {
      meters.scrape(page, format);
    } catch (IOException e) {
      throw new UncheckedIOException("memory can always be written", e);
    }
    return new Answer(200, format, page.toByteArray(), Map.of());
  }

  /** Scrapers list what they can read with what they like best first. */
  private static String format(String accept) {
    for (String range : accept.split(",", -1)) {
      String mediaType = range.split(";", 2)[0].trim();
      for (String format : FORMATS) {
        if (format.startsWith(mediaType + ";")) {
          return format;
        }
      }
    }
    return TEXT;
  }

  @Override
  public void close() {
    gcMetrics.close();
    meters.close();
  }
}
