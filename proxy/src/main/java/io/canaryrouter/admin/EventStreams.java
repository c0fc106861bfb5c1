package io.canaryrouter.admin;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Writes events to subscribers, with a thread for each, so that a slow one delays nobody: {@code
 * GET /api/v1/events}.
 *
 * <p>Thread-safe. A stream ends when its client leaves, stops reading or falls behind, or when the
 * session that it came by ends.
 */
final class EventStreams {
  private static final String TYPE = "text/event-stream";
  private static final String LAST_ID = "Last-Event-ID";

  private final EventHub hub;
  private final Gate gate;
  private final StallWatch stalls;
  private final AtomicInteger count = new AtomicInteger();

  EventStreams(EventHub hub, Gate gate, StallWatch stalls) {
    this.hub = hub;
    this.gate = gate;
    this.stalls = stalls;
  }

  /** Begins a stream, which a thread of its own goes on with. */
  Answer open(Call call) {
    if (call.method().equals("HEAD")) {
      return new Answer(200, TYPE, new byte[0], Map.of());
    }
    Subscription subscription = hub.subscribe(call.field(LAST_ID));
    HttpExchange exchange = call.takeOver();
    Thread thread =
        new Thread(
            () -> serve(exchange, subscription, call.caller()),
            "admin-events-" + count.incrementAndGet());
    thread.setDaemon(true);
    thread.start();
    return Answer.TAKEN;
  }

  private void serve(HttpExchange exchange, Subscription subscription, Caller caller) {
    try {
      exchange.getResponseHeaders().set("Content-Type", TYPE);
      exchange.getResponseHeaders().set("Cache-Control", "no-store");
      // A proxy between would collect events before it passes them on.
      exchange.getResponseHeaders().set("X-Accel-Buffering", "no");
      exchange.sendResponseHeaders(200, 0);
      for (Event event : subscription.first()) {
        write(exchange.getResponseBody(), event);
      }
      while (!subscription.isOver() && gate.isStillIn(caller)) {
        write(exchange.getResponseBody(), subscription.next());
      }
    } catch (IOException e) {
      // The client has left, or was cut off: nobody is there to be told.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      hub.leave(subscription);
      close(exchange);
    }
  }

  private void write(OutputStream body, Event event) throws IOException {
    stalls.during(() -> {
      body.write(event.bytes());
      body.flush();
    });
  }

  /** The end of a chunked body is written as well. */
  private void close(HttpExchange exchange) {
    try {
      stalls.during(exchange::close);
    } catch (IOException e) {
      // Only a write throws it, and closing does not.
      throw new UncheckedIOException(e);
    }
  }
}
