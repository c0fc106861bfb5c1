package io.canaryrouter.identity;

import java.util.Set;
import java.util.function.LongSupplier;

/**
 * Checks the signature of a token (RFC 7515 section 5.2, RFC 8725).
 *
 * <p>Thread safety: may be called from any thread. Cost: what can be refused by looking is refused
 * before anything is computed; then one pass for a secret, or one signature, for each key that may
 * have made it. What bad signatures of public keys cost altogether is bounded. Throws nothing,
 * waits for nothing.
 */
final class TokenVerifier {
  private final Set<JwsAlgorithm> algorithms;
  private final KeySource source;
  private final VerificationFigures figures;
  private final LongSupplier nanoClock;
  private final FailureBudget budget;

  TokenVerifier(
      Set<JwsAlgorithm> algorithms,
      KeySource source,
      VerificationFigures figures,
      LongSupplier nanoClock) {
    this.algorithms = Set.copyOf(algorithms);
    this.source = source;
    this.figures = figures;
    this.nanoClock = nanoClock;
    this.budget = new FailureBudget(nanoClock.getAsLong());
  }

  /** Tells the keys in force from those before and after; what was verified holds for them only. */
  long generation() {
    return source.keys().generation();
  }

  /** Checks a token of which the payload is known to be well-formed. */
  Verification verify(TokenParts token) {
    JoseHeader header = token.header();
    if (header == null || header.isCritical()) {
      return Verification.REFUSED_HEADER;
    }
    JwsAlgorithm algorithm = JwsAlgorithm.named(header.algorithm());
    if (algorithm == null || !algorithms.contains(algorithm)) {
      return Verification.REFUSED_ALGORITHM;
    }
    long start = nanoClock.getAsLong();
    if (!algorithm.isSymmetric() && !budget.allows(start)) {
      return Verification.POSTPONED;
    }
    Verification verification = check(token, header, algorithm);
    account(algorithm, verification, start);
    return verification;
  }

  private Verification check(TokenParts token, JoseHeader header, JwsAlgorithm algorithm) {
    byte[] signature = token.signature();
    if (signature == null) {
      return Verification.BAD_SIGNATURE;
    }
    Verification verification = source.keys().verify(algorithm, header, token.signed(), signature);
    if (verification == Verification.UNKNOWN_KEY) {
      source.wanted();
    }
    return verification;
  }

  private void account(JwsAlgorithm algorithm, Verification verification, long start) {
    long now = nanoClock.getAsLong();
    figures.took(now - start);
    if (!algorithm.isSymmetric() && verification != Verification.OK) {
      budget.spend(now, now - start);
    }
  }
}
