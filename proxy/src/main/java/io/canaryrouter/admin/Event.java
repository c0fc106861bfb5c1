package io.canaryrouter.admin;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** One server-sent event as it goes over the wire (HTML, section 9.2). */
@SuppressWarnings("ArrayRecordComponent") // Never compared; every subscriber gets the same bytes.
record Event(byte[] bytes) {
  /** A comment, which keeps a quiet connection open. */
  static final Event PING = new Event(": ping\n\n".getBytes(StandardCharsets.UTF_8));

  /** An event; without an id it is not missed by whoever comes back. */
  static Event of(@Nullable String id, String name, JsonNode data) {
    String idLine = id == null ? "" : "id: " + id + "\n";
    String text = idLine + "event: " + name + "\ndata: " + Json.line(data) + "\n\n";
    return new Event(text.getBytes(StandardCharsets.UTF_8));
  }
}
