package io.canaryrouter.config;

import io.canaryrouter.admin.Role;
import java.util.List;
import java.util.Locale;

/** The keys of the admin port and its metrics. */
final class AdminKeys {
  static final Key<String> HOST =
      Key.of(
          "admin.host",
          Kinds.BIND_HOST,
          "127.0.0.1",
          "Address of the admin server; anything but this machine's own needs a token.");
  static final Key<Integer> PORT =
      Key.of("admin.port", Kinds.PORT, "9090", "Port of the admin server; 0 picks a free one.");
  static final Key<String> TOKEN =
      Key.of(
          "admin.token",
          Kinds.SECRET,
          "${CANARY_ADMIN_TOKEN:}",
          "Bearer token of the admin server, for everything; empty is none.");
  static final Listing TOKENS =
      new Listing(
          "admin.tokens",
          64,
          "name",
          "Tokens of people and programs, whose names stand in the audit log.");

  static final Section TOKENS_SECTION = Section.of("admin.tokens[]", "One token.");

  static final Key<String> TOKEN_NAME =
      Key.required(
          "admin.tokens[].name",
          Kind.text(
              "^(?!(local|guard|file)$)[A-Za-z0-9][A-Za-z0-9._-]{0,39}$",
              "a token's name has at most 40 letters, digits, dots, dashes and underscores, and is not"
                  + " local, guard or file",
              text -> text),
          "Stands in the audit log for whoever uses the token.");
  static final Key<Role> TOKEN_ROLE =
      Key.required(
          "admin.tokens[].role",
          Kind.text(
              "^(read|operate|approve)$",
              "write read, operate or approve",
              text -> Role.valueOf(text.toUpperCase(Locale.ROOT))),
          "read sees everything, operate changes the split, approve passes gates as well; each may"
              + " roll back.");
  static final Key<String> TOKEN_SECRET =
      Key.required(
          "admin.tokens[].token", Kinds.SECRET, "The token itself, of at least 16 characters.");

  static final Key<String> PUBLIC_HOST =
      Key.optional(
          "admin.public-host",
          Kind.text(
              "^[A-Za-z0-9]([A-Za-z0-9-]*[A-Za-z0-9])?([.][A-Za-z0-9]([A-Za-z0-9-]*[A-Za-z0-9])?)*$",
              "a public host is a name alone, for example canary-ops.example.com",
              text -> text.toLowerCase(Locale.ROOT)),
          "Requests for this host on the traffic port go to the admin server, by https and with a"
              + " token.");

  static final Key<Boolean> METRICS_OPEN =
      Key.of(
          "metrics.open",
          Kinds.SWITCH,
          "true",
          "Whether the admin port shows the metrics without a token; never by the public host.");

  static final List<Key<?>> ADMIN =
      List.of(HOST, PORT, TOKEN, TOKEN_NAME, TOKEN_ROLE, TOKEN_SECRET, PUBLIC_HOST);

  private AdminKeys() {}
}
