package io.canaryrouter.split;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Makes and checks overrides: {@code green.1790000000.}, then the HMAC-SHA256 of that text without
 * its last dot, in lower-case hexadecimal digits. The number is the Unix second from which it no
 * longer holds.
 *
 * <p>Whoever holds one may choose a stack until then, and nothing else. Immutable, for any thread.
 * Cost of a reading: one HMAC of a short text; no text of any kind makes it throw.
 */
public final class OverrideSeal {
  /** The request field that carries an override. */
  public static final String FIELD = "X-Canary-Override";

  /** A shorter secret could be found by trying. */
  public static final int SHORTEST_SECRET = 16;

  private static final String ALGORITHM = "HmacSHA256";
  private static final Pattern FORM =
      Pattern.compile(
          "(?<text>(?<stack>blue|green)\\.(?<until>[0-9]{1,12}))\\.(?<mac>[0-9a-f]{64})");

  private final String secret;

  /**
   * Seals with a secret.
   *
   * @throws IllegalArgumentException with a sentence for the user when it is too short
   */
  public OverrideSeal(String secret) {
    if (secret.length() < SHORTEST_SECRET) {
      throw new IllegalArgumentException(
          "the secret of overrides has at least "
              + SHORTEST_SECRET
              + " characters: take one of openssl rand -hex 32");
    }
    this.secret = secret;
  }

  /** An override that holds until a moment. */
  public String seal(Stack stack, long untilEpochSeconds) {
    String text = stack.label() + "." + untilEpochSeconds;
    return text + "." + HexFormat.of().formatHex(mac(text));
  }

  /** What an override says at a moment. */
  public OverrideReading read(String override, long nowEpochSeconds) {
    Matcher form = FORM.matcher(override);
    if (!form.matches()
        || !MessageDigest.isEqual(
            mac(form.group("text")), HexFormat.of().parseHex(form.group("mac")))) {
      return OverrideReading.WRONG;
    }
    if (Long.parseLong(form.group("until")) <= nowEpochSeconds) {
      return OverrideReading.EXPIRED;
    }
    return OverrideReading.to(form.group("stack").equals("green") ? Stack.GREEN : Stack.BLUE);
  }

  /** Until when an override holds or held, in Unix seconds; only of one that is not WRONG. */
  public static long until(String override) {
    Matcher form = FORM.matcher(override);
    if (!form.matches()) {
      throw new IllegalArgumentException("it is no override");
    }
    return Long.parseLong(form.group("until"));
  }

  /** Whether a text is written like an override, whoever sealed it. */
  public static boolean isForm(String text) {
    return FORM.matcher(text).matches();
  }

  private byte[] mac(String text) {
    try {
      Mac mac = Mac.getInstance(ALGORITHM);
      mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), ALGORITHM));
      return mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java platform has " + ALGORITHM, e);
    }
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof OverrideSeal seal && seal.secret.equals(secret);
  }

  @Override
  public int hashCode() {
    return secret.hashCode();
  }

  /** Never tells the secret. */
  @Override
  public String toString() {
    return "OverrideSeal";
  }
}
