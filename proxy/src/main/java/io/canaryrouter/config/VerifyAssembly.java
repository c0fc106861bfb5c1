package io.canaryrouter.config;

import io.canaryrouter.admin.AdminSettings;
import io.canaryrouter.identity.OnFailure;
import io.canaryrouter.identity.PemKeys;
import io.canaryrouter.identity.VerifySettings;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.security.PublicKey;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Puts the settings of verification together, public keys read from their files. */
final class VerifyAssembly {
  private static final int MAX_FILE_OCTETS = 64 * 1024;

  /** Fewer bytes can be found by trying, with any one token. */
  private static final int SHORTEST_SECRET = 16;

  private final Values values;
  private final Findings findings;

  VerifyAssembly(Values values, Findings findings) {
    this.values = values;
    this.findings = findings;
  }

  /** The settings, or null when nothing is verified or when they are wrong, which is told. */
  @Nullable VerifySettings verify() {
    List<PublicKey> keys = publicKeys();
    boolean isWrong = VerifyKeys.ALL.stream().anyMatch(findings::concern);
    if (isWrong || !values.mention(VerifyKeys.SECTION)) {
      return null;
    }
    List<String> secrets = orNone(values.find(VerifyKeys.SECRETS));
    lint(secrets, values.find(VerifyKeys.JWKS));
    try {
      return new VerifySettings(
          Set.copyOf(orNone(values.find(VerifyKeys.ALGORITHMS))),
          secrets,
          keys,
          values.find(VerifyKeys.JWKS),
          Objects.requireNonNullElse(values.find(VerifyKeys.ON_FAILURE), OnFailure.ROUTE));
    } catch (IllegalArgumentException e) {
      findings.error(
          values.place(VerifyKeys.ALGORITHMS),
          VerifyKeys.SECTION.path(),
          String.valueOf(e.getMessage()));
      return null;
    }
  }

  private static <T> List<T> orNone(@Nullable List<T> list) {
    return Objects.requireNonNullElse(list, List.of());
  }

  private List<PublicKey> publicKeys() {
    List<PublicKey> keys = new ArrayList<>();
    for (String text : orNone(values.find(VerifyKeys.KEYS))) {
      try {
        keys.addAll(PemKeys.read(text.contains(PemKeys.BEGINNING) ? text : file(text)));
      } catch (IllegalArgumentException e) {
        findings.error(
            values.place(VerifyKeys.KEYS), VerifyKeys.KEYS.path(), String.valueOf(e.getMessage()));
      }
    }
    return keys;
  }

  /** The text may be a key with its first line lost, so it is not shown. */
  private static String file(String name) {
    try (InputStream file = Files.newInputStream(Path.of(name))) {
      return new String(file.readNBytes(MAX_FILE_OCTETS), StandardCharsets.ISO_8859_1);
    } catch (IOException | InvalidPathException e) {
      throw new IllegalArgumentException(
          "there is no such PEM file that can be read: check its name and its permissions", e);
    }
  }

  private void lint(List<String> secrets, @Nullable URI jwks) {
    boolean isShort =
        secrets.stream()
            .anyMatch(secret -> secret.getBytes(StandardCharsets.UTF_8).length < SHORTEST_SECRET);
    if (isShort) {
      findings.warning(
          values.place(VerifyKeys.SECRETS),
          VerifyKeys.SECRETS.path(),
          "a secret has fewer than 16 bytes: whoever has one token can find it by trying");
    }
    if (jwks != null && isOpen(jwks)) {
      findings.warning(
          values.place(VerifyKeys.JWKS),
          VerifyKeys.JWKS.path(),
          "http: whoever sits between can hand out keys of their own; write https");
    }
  }

  /** A name without a dot is one of a private network. */
  private static boolean isOpen(URI address) {
    String host = address.getHost();
    return address.getScheme().equals("http")
        && host.contains(".")
        && !AdminSettings.isLoopback(host);
  }
}
