package io.canaryrouter.identity;

import java.util.Locale;

/**
 * What became of one token; the label {@code result} of {@code canary_token_verifications_total}.
 */
public enum Verification {
  /** Signed by a key in force. */
  OK("its signature is good"),
  /** Read, and nothing more was asked for. */
  UNCHECKED("identity.jwt.verify is not set, so signatures are not checked"),
  /** No key in force has signed it. */
  BAD_SIGNATURE("no key in force has signed it: another secret or key, or a forged token"),
  /** Signed by a key that is not there. */
  UNKNOWN_KEY("its header names a key that is not among the keys in force"),
  /** Signed in a way that is not allowed, or not at all. */
  REFUSED_ALGORITHM("its header's alg is not one of identity.jwt.verify.algorithms"),
  /** With a header that cannot be read in one way only, or that asks for an extension. */
  REFUSED_HEADER("its header is malformed, or names extensions (crit) that must be understood"),
  /** Not looked at, so that forged tokens cost no more than they already have. */
  POSTPONED("so many tokens have failed just now that it has not been checked yet"),
  /** No token of at most 8 KiB, or without a claim that names a user. */
  UNUSABLE("it is no token, or none of identity.jwt.claims in it names a user");

  private final String label = name().toLowerCase(Locale.ROOT);
  private final String sentence;

  Verification(String sentence) {
    this.sentence = sentence;
  }

  /** The name as metrics and the API write it. */
  public String label() {
    return label;
  }

  /** Why, for people. */
  public String sentence() {
    return sentence;
  }

  /** Whether the token names a user and its signature was asked for and is not good. */
  public boolean isFailure() {
    return switch (this) {
      case BAD_SIGNATURE, UNKNOWN_KEY, REFUSED_ALGORITHM, REFUSED_HEADER, POSTPONED -> true;
      case OK, UNCHECKED, UNUSABLE -> false;
    };
  }
}
