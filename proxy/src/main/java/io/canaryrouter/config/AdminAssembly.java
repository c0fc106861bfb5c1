package io.canaryrouter.config;

import io.canaryrouter.admin.AdminSettings;
import io.canaryrouter.admin.AdminToken;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Puts the settings of the admin port together, whose own rules each have a key to point at. */
final class AdminAssembly {
  private final Values values;
  private final Findings findings;
  private boolean isTokenRefused;

  AdminAssembly(Values values, Findings findings) {
    this.values = values;
    this.findings = findings;
  }

  AdminSettings settings() {
    List<AdminToken> tokens = tokens();
    try {
      return withPublicHost(settings(values.get(AdminKeys.HOST), tokens, null));
    } catch (IllegalArgumentException e) {
      // The admin server owns the rule that only this machine's own address goes without a token. A
      // token that was refused is no missing one.
      if (!isTokenRefused) {
        error(AdminKeys.HOST, String.valueOf(e.getMessage()));
      }
      return settings("127.0.0.1", tokens, null);
    }
  }

  private AdminSettings settings(
      String host, List<AdminToken> tokens, @Nullable String publicHost) {
    return new AdminSettings(
        host, values.get(AdminKeys.PORT), tokens, publicHost, values.get(AdminKeys.METRICS_OPEN));
  }

  private AdminSettings withPublicHost(AdminSettings settings) {
    try {
      return settings(settings.host(), settings.tokens(), values.find(AdminKeys.PUBLIC_HOST));
    } catch (IllegalArgumentException e) {
      if (!isTokenRefused) {
        error(AdminKeys.PUBLIC_HOST, String.valueOf(e.getMessage()));
      }
      return settings;
    }
  }

  /** The good ones; each of the others has its finding. */
  private List<AdminToken> tokens() {
    List<AdminToken> tokens = new ArrayList<>();
    if (!values.get(AdminKeys.TOKEN).isEmpty()) {
      tokens.add(AdminToken.admin(values.get(AdminKeys.TOKEN)));
    }
    for (String item : values.items(AdminKeys.TOKENS)) {
      if (isGood(item, tokens)) {
        tokens.add(
            new AdminToken(
                values.get(AdminKeys.TOKEN_NAME.in(item)),
                values.get(AdminKeys.TOKEN_ROLE.in(item)),
                values.get(AdminKeys.TOKEN_SECRET.in(item))));
      }
    }
    isTokenRefused = findings.refuseAny("admin.token");
    return tokens;
  }

  private boolean isGood(String item, List<AdminToken> others) {
    Key<String> nameKey = AdminKeys.TOKEN_NAME.in(item);
    Key<String> secretKey = AdminKeys.TOKEN_SECRET.in(item);
    String name = values.get(nameKey);
    String secret = values.get(secretKey);
    if (secret.length() < AdminToken.SHORTEST) {
      error(
          secretKey,
          (secret.isEmpty() ? "the token is empty" : "the token has fewer than 16 characters")
              + ": take one of openssl rand -hex 32");
      return false;
    }
    if (others.stream().anyMatch(other -> other.secret().equals(secret))) {
      error(secretKey, "another one has the same token: everybody needs their own");
      return false;
    }
    boolean isTaken = others.stream().anyMatch(other -> other.name().equals(name));
    if (isTaken && !findings.concern(nameKey)) {
      error(nameKey, "admin.token goes by this name: write another");
    }
    return !isTaken;
  }

  private void error(Key<?> key, String message) {
    findings.error(values.place(key), key.path(), message);
  }
}
