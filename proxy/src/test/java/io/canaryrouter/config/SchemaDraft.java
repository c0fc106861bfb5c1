package io.canaryrouter.config;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.canaryrouter.config.Key.Presence;

/** The JSON Schema as it follows from the table of keys. */
final class SchemaDraft {
  private final ObjectMapper json = new ObjectMapper();

  String text() {
    ObjectNode schema = json.createObjectNode();
    schema.put("$schema", "https://json-schema.org/draft/2020-12/schema");
    schema.put("title", "canary-router");
    schema.setAll(members(""));
    return schema.toPrettyString() + "\n";
  }

  private ObjectNode members(String section) {
    ObjectNode object = json.createObjectNode();
    KeyIndex.sectionAt(section).ifPresent(found -> object.put("description", found.description()));
    object.put("type", "object").put("additionalProperties", false);
    ObjectNode properties = object.putObject("properties");
    for (String name : KeyIndex.namesIn(section)) {
      String path = section.isEmpty() ? name : section + "." + name;
      properties.set(name, member(path));
      if (isRequired(path)) {
        object.withArray("required").add(name);
      }
    }
    return object;
  }

  /** What an item of a list must have, nobody must have who has no item. */
  private static boolean isRequired(String path) {
    return Keys.ALL.stream()
        .filter(key -> key.presence() == Presence.REQUIRED)
        .filter(key -> (key.path() + ".").startsWith(path + "."))
        .anyMatch(key -> !key.path().substring(path.length()).contains("[]"));
  }

  private ObjectNode member(String path) {
    if (KeyIndex.keyAt(path).isPresent()) {
      return leaf(KeyIndex.keyAt(path).get());
    }
    if (KeyIndex.listingAt(path).isPresent()) {
      return list(KeyIndex.listingAt(path).get());
    }
    ObjectNode members = members(path);
    String shorthand = KeyIndex.sectionAt(path).orElseThrow().shorthand();
    if (shorthand == null) {
      return members;
    }
    ObjectNode either = json.createObjectNode();
    either.set("description", members.remove("description"));
    either.putArray("anyOf").add(leaf(KeyIndex.keyAt(shorthand).orElseThrow())).add(members);
    return either;
  }

  private ObjectNode list(Listing listing) {
    ObjectNode list = json.createObjectNode();
    list.put("description", listing.description());
    list.put("type", "array").put("maxItems", listing.most());
    list.set("items", members(listing.path() + "[]"));
    list.putArray("default");
    return list;
  }

  private ObjectNode leaf(Key<?> key) {
    ObjectNode leaf = json.createObjectNode();
    leaf.put("description", key.description() + " " + sentence(key.kind().expects()));
    if (key.isList()) {
      ObjectNode item = scalar(key, json.createObjectNode());
      ObjectNode list = leaf.putArray("anyOf").add(item).addObject().put("type", "array");
      if (!key.kind().bounds().contain(0)) {
        list.put("minItems", key.kind().bounds().least());
      }
      if (key.kind().bounds().most() < Long.MAX_VALUE) {
        list.put("maxItems", key.kind().bounds().most());
      }
      list.set("items", item);
    } else {
      scalar(key, leaf);
    }
    if (key.presence() == Presence.DEFAULTED) {
      fallback(key, leaf);
    }
    return leaf;
  }

  private static String sentence(String words) {
    return Character.toUpperCase(words.charAt(0)) + words.substring(1) + ".";
  }

  /** A variable may stand anywhere, so that a text is good when it has one. */
  private static ObjectNode scalar(Key<?> key, ObjectNode node) {
    boolean isFree =
        key.kind().equals(Kinds.TEXT) || key.kind().equals(Kinds.USERS) || key.isSecret();
    switch (key.kind().form()) {
      case INTEGER -> {
        node.putArray("type").add("integer").add("string");
        node.put("minimum", key.kind().bounds().least());
        node.put("maximum", key.kind().bounds().most());
      }
      case BOOLEAN -> node.putArray("type").add("boolean").add("string");
      default -> {
        if (isFree) {
          node.putArray("type").add("string").add("number").add("boolean");
        } else {
          node.put("type", "string");
        }
      }
    }
    return node.put("pattern", key.kind().pattern() + "|\\$\\{");
  }

  private static void fallback(Key<?> key, ObjectNode leaf) {
    if (key.isList()) {
      key.fallback().forEach(leaf.withArray("default")::add);
      return;
    }
    String text = key.fallback().get(0);
    switch (key.kind().form()) {
      case BOOLEAN -> leaf.put("default", Boolean.parseBoolean(text));
      case INTEGER -> {
        if (Variables.hasReference(text)) {
          leaf.put("default", text);
        } else {
          leaf.put("default", Long.parseLong(text));
        }
      }
      default -> leaf.put("default", text);
    }
  }
}
