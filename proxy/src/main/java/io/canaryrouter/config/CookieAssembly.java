package io.canaryrouter.config;

import io.canaryrouter.identity.CookieSettings;
import io.canaryrouter.identity.IdentitySettings.Anonymous;
import io.canaryrouter.identity.IdentitySettings.TokenSource;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Puts the settings of the router's cookie together. */
final class CookieAssembly {
  private final Values values;
  private final Findings findings;

  CookieAssembly(Values values, Findings findings) {
    this.values = values;
    this.findings = findings;
  }

  /** The settings, or null when there is no cookie or when they are wrong, which is told. */
  @Nullable CookieSettings cookie() {
    int rank = values.get(Keys.ANONYMOUS).indexOf(Anonymous.COOKIE);
    if (rank < 0) {
      if (values.find(CookieKeys.SECRETS) != null) {
        warning(
            CookieKeys.SECRETS, "no cookie is used: write identity.anonymous: [cookie, address]");
      }
      return null;
    }
    if (rank > 0) {
      error(Keys.ANONYMOUS, "what stands before cookie names every visitor: write cookie first");
    }
    String name = values.get(CookieKeys.NAME);
    if (values.get(Keys.JWT_FROM).contains(new TokenSource(TokenSource.Kind.COOKIE, name))) {
      error(CookieKeys.NAME, "a token is looked for in a cookie of this name: write another");
    }
    return settings(name);
  }

  private @Nullable CookieSettings settings(String name) {
    if (findings.concern(CookieKeys.SECRETS) || findings.concern(AdminKeys.TOKEN)) {
      return null;
    }
    List<String> secrets = values.find(CookieKeys.SECRETS);
    try {
      return secrets == null
          ? CookieSettings.derivedFrom(name, values.get(AdminKeys.TOKEN))
          : new CookieSettings(name, secrets);
    } catch (IllegalArgumentException e) {
      // The settings own the rule of how short a secret may be.
      error(secrets == null ? Keys.ANONYMOUS : CookieKeys.SECRETS, String.valueOf(e.getMessage()));
      return null;
    }
  }

  private void error(Key<?> key, String message) {
    findings.error(values.place(key), key.path(), message);
  }

  private void warning(Key<?> key, String message) {
    findings.warning(values.place(key), key.path(), message);
  }
}
