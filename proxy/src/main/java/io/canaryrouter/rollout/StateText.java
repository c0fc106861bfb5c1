package io.canaryrouter.rollout;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.canaryrouter.split.SplitTable.Latch;
import io.canaryrouter.split.Weight;
import io.canaryrouter.store.Document;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import org.jspecify.annotations.Nullable;

/**
 * A router's state and its audit entries as JSON, to be kept in a store. Immutable.
 *
 * <p>Reading is strict: a field that is missing, of another type or out of range makes the whole
 * document damaged, since half a state is none.
 */
public final class StateText {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final String router;

  /** For the states of a router of this name; those of another are foreign. */
  public StateText(String router) {
    this.router = router;
  }

  Document write(State state) {
    ObjectNode body =
        JSON.createObjectNode()
            .put("router", router)
            .put("epoch", state.epoch())
            .put("green", state.green().toString())
            .put("salt", state.salt())
            .put("latches", state.latches());
    Latch latch = state.latch();
    if (latch != null) {
      body.putObject("latch")
          .put("reason", latch.reason())
          .put("sentence", latch.sentence())
          .put("at", Instant.ofEpochMilli(latch.atEpochMillis()).toString())
          .put("by", latch.by());
    }
    ObjectNode basis =
        body.putObject("file")
            .put("green", state.basis().weight().toString())
            .put("salt", state.basis().salt());
    target(basis.putObject("blue"), state.basis().blue());
    target(basis.putObject("green_stack"), state.basis().green());
    return new Document(state.revision(), body.toString());
  }

  private static void target(ObjectNode node, Basis.Target target) {
    node.put("address", target.address()).put("version", target.version());
  }

  /** Reads a document; never throws. */
  Sighting read(Document document) {
    try {
      JsonNode body = JSON.readTree(document.body());
      String owner = text(body, "router");
      if (!owner.equals(router)) {
        return Sighting.of(
            Doubt.Kind.FOREIGN,
            "the state belongs to the router \""
                + owner
                + "\", this one is \""
                + router
                + "\": give each router a state of its own");
      }
      return Sighting.of(state(document.revision(), body));
    } catch (JsonProcessingException | IllegalArgumentException | DateTimeParseException e) {
      return Sighting.of(
          Doubt.Kind.DAMAGED,
          "the state cannot be read (" + firstLine(e) + "); setting a weight begins a new one");
    }
  }

  private static State state(long revision, JsonNode body) {
    JsonNode file = object(body, "file");
    return new State(
        revision,
        count(body, "epoch", 1),
        Weight.parse(text(body, "green")),
        text(body, "salt"),
        latch(body.get("latch")),
        count(body, "latches", 0),
        new Basis(
            Weight.parse(text(file, "green")),
            text(file, "salt"),
            target(object(file, "blue")),
            target(object(file, "green_stack"))));
  }

  private static @Nullable Latch latch(@Nullable JsonNode node) {
    return node == null
        ? null
        : new Latch(
            text(node, "reason"),
            text(node, "sentence"),
            Instant.parse(text(node, "at")).toEpochMilli(),
            text(node, "by"));
  }

  private static Basis.Target target(JsonNode node) {
    return new Basis.Target(text(node, "address"), text(node, "version"));
  }

  String write(AuditEntry entry) {
    ObjectNode node =
        JSON.createObjectNode()
            .put("at", Instant.ofEpochMilli(entry.atEpochMillis()).toString())
            .put("by", entry.by())
            .put("action", entry.action())
            .put("detail", entry.detail())
            .put("reason", entry.reason())
            .put("revision", entry.revision())
            .put("epoch", entry.epoch());
    if (entry.evidence() != null) {
      node.set("evidence", EvidenceText.write(entry.evidence()));
    }
    return node.toString();
  }

  /** An audit entry, or null when the line is none. */
  static @Nullable AuditEntry entry(String line) {
    try {
      JsonNode node = JSON.readTree(line);
      return new AuditEntry(
          Instant.parse(text(node, "at")).toEpochMilli(),
          text(node, "by"),
          text(node, "action"),
          text(node, "detail"),
          text(node, "reason"),
          count(node, "revision", 1),
          count(node, "epoch", 1),
          EvidenceText.read(node.get("evidence")));
    } catch (JsonProcessingException | IllegalArgumentException | DateTimeParseException e) {
      return null;
    }
  }

  private static JsonNode object(JsonNode node, String name) {
    JsonNode value = node.get(name);
    if (value == null || !value.isObject()) {
      throw new IllegalArgumentException("\"" + name + "\" is missing");
    }
    return value;
  }

  private static String text(JsonNode node, String name) {
    JsonNode value = node.get(name);
    if (value == null || !value.isTextual()) {
      throw new IllegalArgumentException("\"" + name + "\" is missing");
    }
    return value.textValue();
  }

  private static long count(JsonNode node, String name, long least) {
    JsonNode value = node.get(name);
    if (value == null || !value.canConvertToLong() || !value.isIntegralNumber()) {
      throw new IllegalArgumentException("\"" + name + "\" is no whole number");
    }
    if (value.longValue() < least) {
      throw new IllegalArgumentException("\"" + name + "\" is less than " + least);
    }
    return value.longValue();
  }

  private static String firstLine(Exception e) {
    return String.valueOf(e.getMessage()).lines().findFirst().orElse("");
  }
}
