package io.canaryrouter.config;

import io.canaryrouter.identity.CookieSettings;
import java.util.List;

/** The keys of {@code identity.cookie}. */
final class CookieKeys {
  static final Key<String> NAME =
      Key.of(
          "identity.cookie.name",
          Kind.text(
              "^[A-Za-z0-9_-]{1,64}$",
              "a cookie's name has at most 64 letters, digits, - and _",
              text -> text),
          CookieSettings.DEFAULT_NAME,
          "The name of the router's cookie, which no stack sees.");

  static final Key<List<String>> SECRETS =
      Key.optional(
          "identity.cookie.secrets",
          Kinds.SECRETS,
          "What the cookie is signed with; while one is replaced, the new and the old. Without it a"
              + " secret is made of admin.token.");

  static final List<Key<?>> ALL = List.of(NAME, SECRETS);

  static final Section SECTION =
      Section.of(
          "identity.cookie",
          "The router's cookie, which keeps a visitor without a token where the first request went.");

  private CookieKeys() {}
}
