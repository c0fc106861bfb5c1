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
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The page that Prometheus scrapes: the router's own figures, and the JVM's.
 *
 * <p>Thread-safe. Cost: independent of the traffic.
 */
final class MetricsPage implements AutoCloseable {
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

  /** The page in the format that the Accept field wants most. */
  Answer page(@Nullable String accept) {
    String contentType = MetricsFormat.wantedBy(accept).contentType();
    ByteArrayOutputStream page = new ByteArrayOutputStream(32 * 1024);
    try {
      meters.scrape(page, contentType);
    } catch (IOException e) {
      throw new UncheckedIOException("memory can always be written", e);
    }
    return new Answer(200, contentType, page.toByteArray(), Map.of());
  }

  @Override
  public void close() {
    gcMetrics.close();
    meters.close();
  }
}
