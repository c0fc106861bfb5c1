package io.canaryrouter.admin;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** JSON as the admin port reads it, strictly, and writes it. Thread-safe. */
final class Json {
  private static final JsonMapper MAPPER =
      JsonMapper.builder(
              JsonFactory.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build())
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  private Json() {}

  static ObjectNode newObject() {
    return MAPPER.createObjectNode();
  }

  static ObjectNode object(byte[] text) {
    try {
      JsonNode node = MAPPER.readTree(text);
      if (node instanceof ObjectNode object) {
        return object;
      }
      throw new Problem(400, "the body must be one JSON object");
    } catch (JsonProcessingException e) {
      // The parser's own sentence repeats what it could not read, which may be a token.
      throw new Problem(400, "the body is not JSON" + place(e.getLocation()));
    } catch (IOException e) {
      throw new Problem(400, "the body is not JSON");
    }
  }

  private static String place(@Nullable JsonLocation at) {
    return at == null
        ? ""
        : ": look at line "
            + at.getLineNr()
            + ", column "
            + at.getColumnNr()
            + ", and for a key that stands twice";
  }

  /** The node on one line. */
  static String line(JsonNode node) {
    return node.toString();
  }

  static byte[] bytes(JsonNode node) {
    try {
      return MAPPER.writerWithDefaultPrettyPrinter().writeValueAsBytes(node);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a tree can always be written", e);
    }
  }
}
