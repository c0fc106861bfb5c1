package io.canaryrouter.admin;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What a call is answered with.
 *
 * @param status the status code
 * @param contentType of the body
 * @param body the whole of it
 * @param fields further fields
 */
@SuppressWarnings("ArrayRecordComponent") // Never compared; a copy of every page would buy nothing.
record Answer(int status, String contentType, byte[] body, Map<String, String> fields) {
  /** Nothing is left to answer: a thread of its own does, and closes the exchange. */
  static final Answer TAKEN = new Answer(0, "", new byte[0], Map.of());

  static Answer json(ObjectNode body) {
    return new Answer(200, "application/json", Json.bytes(body), Map.of());
  }

  static Answer text(int status, String line) {
    byte[] body = (line + "\n").getBytes(StandardCharsets.UTF_8);
    return new Answer(status, "text/plain; charset=utf-8", body, Map.of());
  }

  /** An error (RFC 9457) with the revision that is current. */
  static Answer problem(int status, String detail, long revision) {
    ObjectNode body =
        Json.newObject()
            .put("type", "about:blank")
            .put("title", Problem.title(status))
            .put("status", status)
            .put("detail", detail)
            .put("revision", revision);
    return new Answer(status, "application/problem+json", Json.bytes(body), Map.of());
  }

  boolean isTaken() {
    return status == TAKEN.status;
  }

  /** The same with one field more. */
  Answer with(String name, String value) {
    Map<String, String> more = new LinkedHashMap<>(fields);
    more.put(name, value);
    return new Answer(status, contentType, body, more);
  }
}
