package io.canaryrouter.config;

import java.util.List;
import java.util.stream.Stream;

/**
 * One key of the configuration: the loader, {@code check --explain} and the JSON Schema all read
 * it.
 *
 * @param path dotted path from the root; {@code routes[].match} in every item of a list
 * @param kind how its value is written
 * @param presence whether it must be given, may be left out, or has a default
 * @param fallback the default as a file would write it, environment variables included
 * @param description one sentence for people
 */
record Key<T>(
    String path, Kind<T> kind, Presence presence, List<String> fallback, String description) {

  /** What becomes of a key that no file mentions. */
  enum Presence {
    /** The configuration is refused. */
    REQUIRED,
    /** It has no value. */
    OPTIONAL,
    /** It has its fallback, which may be an empty list. */
    DEFAULTED
  }

  static <T> Key<T> required(String path, Kind<T> kind, String description) {
    return new Key<>(path, kind, Presence.REQUIRED, List.of(), description);
  }

  static <T> Key<T> optional(String path, Kind<T> kind, String description) {
    return new Key<>(path, kind, Presence.OPTIONAL, List.of(), description);
  }

  static <T> Key<T> of(String path, Kind<T> kind, String fallback, String description) {
    return of(path, kind, List.of(fallback), description);
  }

  static <T> Key<T> of(String path, Kind<T> kind, List<String> fallback, String description) {
    return new Key<>(path, kind, Presence.DEFAULTED, fallback, description);
  }

  /** The same key in another place: that of one item of a list. */
  Key<T> at(String place) {
    return new Key<>(place, kind, presence, fallback, description);
  }

  /** The key of a list's items, {@code routes[].match}, in one of them: {@code routes[2]}. */
  Key<T> in(String item) {
    return at(item + path.substring(path.lastIndexOf("[]") + 2));
  }

  boolean isList() {
    return kind.form() == Kind.Form.LIST;
  }

  /** Whether its value is never shown. */
  boolean isSecret() {
    return Stream.of(Kinds.SECRET, Kinds.SECRETS, Kinds.PEM, StateKeys.REDIS_URL)
        .anyMatch(kind::equals);
  }
}
