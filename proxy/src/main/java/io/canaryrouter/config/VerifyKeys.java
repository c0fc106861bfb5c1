package io.canaryrouter.config;

import io.canaryrouter.identity.JwsAlgorithm;
import io.canaryrouter.identity.OnFailure;
import java.net.URI;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Collectors;

/** The keys of {@code identity.jwt.verify}. */
final class VerifyKeys {
  private static final String AT = "identity.jwt.verify";

  private static final String ALGORITHM_NAMES =
      Arrays.stream(JwsAlgorithm.values())
          .map(JwsAlgorithm::label)
          .collect(Collectors.joining("|"));

  static final Section SECTION =
      Section.of(
          AT,
          "How signatures of tokens are checked; without it they are not, and a claim is good for"
              + " routing only.");

  static final Key<List<JwsAlgorithm>> ALGORITHMS =
      Key.optional(
          AT + ".algorithms",
          Kind.list(
              "^(" + ALGORITHM_NAMES + ")$",
              "an algorithm is one of " + ALGORITHM_NAMES.replace("|", ", "),
              text -> Objects.requireNonNull(JwsAlgorithm.named(text))),
          "What tokens may be signed with: HS* with secrets, the others with keys or jwks.");

  static final Key<List<String>> SECRETS =
      Key.optional(
          AT + ".secrets",
          Kinds.SECRETS,
          "Secrets that the application signs with; while one is replaced, the new and the old.");

  static final Key<List<String>> KEYS =
      Key.optional(
          AT + ".keys",
          Kinds.PEM,
          "Public keys or certificates of whoever signs, each as PEM text or as a PEM file's name.");

  static final Key<URI> JWKS =
      Key.optional(
          AT + ".jwks",
          Kinds.JWKS,
          "Where a JWK Set with the public keys is fetched, every five minutes.");

  static final Key<OnFailure> ON_FAILURE =
      Key.optional(
          AT + ".on-failure",
          Kind.text(
              "^(route|anonymous)$",
              "write route or anonymous",
              text -> OnFailure.valueOf(text.toUpperCase(Locale.ROOT))),
          "A token whose signature is not good still routes by its claim (route, the default), or"
              + " counts as none.");

  static final List<Key<?>> ALL = List.of(ALGORITHMS, SECRETS, KEYS, JWKS, ON_FAILURE);

  private VerifyKeys() {}
}
