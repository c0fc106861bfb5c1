package io.canaryrouter.store;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.canaryrouter.store.StoreException.Kind;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A document as it lies in a file or in Redis: with the format's version, who wrote it, and a
 * checksum over all of that, so that what was cut or changed by another hand is never taken for a
 * state. Immutable.
 *
 * @param document what it holds
 * @param writer the boot id of the router that wrote it
 */
record Envelope(Document document, String writer) {
  static final String FORMAT = "format";
  static final String REVISION = "revision";
  static final String WRITER = "writer";
  static final String CHECKSUM = "checksum";
  static final String BODY = "body";

  /** Version of this format; what has a greater one was written by a newer router. */
  private static final int VERSION = 1;

  private static final ObjectMapper JSON =
      new ObjectMapper(
              JsonFactory.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build())
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

  long revision() {
    return document.revision();
  }

  /** SHA-256 over everything else, in hexadecimal digits. */
  String checksum() {
    return sha256(String.join("\n", "" + VERSION, "" + revision(), writer, document.body()));
  }

  /** Name and value of each field, the body last. */
  Map<String, String> fields() {
    Map<String, String> fields = new LinkedHashMap<>();
    fields.put(FORMAT, Integer.toString(VERSION));
    fields.put(REVISION, Long.toString(revision()));
    fields.put(WRITER, writer);
    fields.put(CHECKSUM, checksum());
    fields.put(BODY, document.body());
    return fields;
  }

  /** A JSON object of the fields, on one line. */
  String json() {
    return JSON.createObjectNode()
            .put(FORMAT, VERSION)
            .put(REVISION, revision())
            .put(WRITER, writer)
            .put(CHECKSUM, checksum())
            .put(BODY, document.body())
        + "\n";
  }

  /**
   * Reads what {@link #json} wrote.
   *
   * @param where what is read, for people
   * @throws StoreException when it is none, damaged or newer
   */
  static Envelope fromJson(String text, String where) throws StoreException {
    try {
      JsonNode root = JSON.readTree(text);
      if (root == null || !root.isObject()) {
        throw damaged(where, "it is empty or no JSON object");
      }
      Map<String, String> fields = new LinkedHashMap<>();
      root.properties().forEach(field -> fields.put(field.getKey(), field.getValue().asText()));
      return fromFields(fields, where);
    } catch (JsonProcessingException e) {
      throw damaged(where, "it is cut off or no JSON");
    }
  }

  /**
   * Reads {@link #fields}; others are passed over.
   *
   * @param where what is read, for people
   * @throws StoreException when one is missing, or it is damaged or newer
   */
  static Envelope fromFields(Map<String, String> fields, String where) throws StoreException {
    if (number(fields, FORMAT, where) > VERSION) {
      throw new StoreException(
          Kind.NEWER,
          "the state in "
              + where
              + " was written by a newer version: run that one, or name another place");
    }
    long revision = number(fields, REVISION, where);
    if (revision < 1) {
      throw damaged(where, "its revision is less than 1");
    }
    String body = text(fields, BODY, where);
    if (body.length() > Document.MOST_CHARACTERS) {
      throw damaged(where, "it is too large");
    }
    Envelope envelope = new Envelope(new Document(revision, body), text(fields, WRITER, where));
    if (!envelope.checksum().equals(text(fields, CHECKSUM, where))) {
      throw damaged(where, "its checksum does not fit, so somebody else has changed it");
    }
    return envelope;
  }

  private static long number(Map<String, String> fields, String name, String where)
      throws StoreException {
    String digits = text(fields, name, where);
    if (!digits.matches("[0-9]{1,18}")) {
      throw damaged(where, "its " + name + " is no number");
    }
    return Long.parseLong(digits);
  }

  private static String text(Map<String, String> fields, String name, String where)
      throws StoreException {
    String text = fields.get(name);
    if (text == null) {
      throw damaged(where, "its " + name + " is missing");
    }
    return text;
  }

  static StoreException damaged(String where, String why) {
    return new StoreException(
        Kind.DAMAGED,
        "the state in "
            + where
            + " is damaged ("
            + why
            + "): put a good copy back; a new state is begun beside it, and it is kept");
  }

  private static String sha256(String text) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(digest);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
