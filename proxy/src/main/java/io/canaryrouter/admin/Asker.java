package io.canaryrouter.admin;

import io.canaryrouter.identity.IdentitySource;
import io.canaryrouter.identity.TokenReading;
import io.canaryrouter.identity.UserIdentifier;
import io.canaryrouter.identity.UserKey;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Whom a request that somebody asks about would be routed as. Immutable.
 *
 * @param key what the split hashes, or null for nobody
 * @param source {@code key} when the key itself was given, {@code token}, or what stood in for one
 * @param reading what the token says, or null when none was given
 * @param isOpen whether the key is only one of many: drawn anew for each request, or of an address
 *     that was not given
 */
record Asker(@Nullable String key, String source, @Nullable TokenReading reading, boolean isOpen) {
  /** Any address will do where only the kind of visitor is asked. */
  private static final String SOME_ADDRESS = "192.0.2.1";

  private static final int MOST_SHOWN = 128;
  private static final int BEGINNING = 8;

  /** How every JSON web token begins, whole or torn off: an encoded <code>{"</code>. */
  private static final Pattern TOKEN = Pattern.compile("eyJ[A-Za-z0-9_.=-]{13,}");

  static Asker of(Inquiry inquiry, UserIdentifier identifier) {
    String given = inquiry.key();
    TokenReading reading = given == null ? null : identifier.explain(given);
    boolean isToken =
        given != null
            && reading != null
            && (reading.claim() != null || TOKEN.matcher(given).matches());
    if (given != null && !isToken) {
      return new Asker(given, "key", null, false);
    }
    UserKey found = identifier.explain(request(inquiry, identifier));
    boolean isOpen =
        found.source() == IdentitySource.RANDOM
            || (found.source() == IdentitySource.ADDRESS && inquiry.address() == null);
    String source = found.source().isToken() ? "token" : found.source().label();
    return new Asker(found.text(), source, reading, isOpen);
  }

  private static LikelyRequest request(Inquiry inquiry, UserIdentifier identifier) {
    String address = inquiry.address() == null ? SOME_ADDRESS : inquiry.address();
    return new LikelyRequest(inquiry, inquiry.key(), address, identifier.settings());
  }

  /** The one key of the one who asks, or null. */
  @Nullable String ownKey() {
    return isOpen ? null : key;
  }

  /** That key as it may be shown: one so long may be a secret that was pasted by mistake. */
  @Nullable String shown() {
    if (isOpen || key == null || key.length() <= MOST_SHOWN) {
      return ownKey();
    }
    return key.substring(0, BEGINNING) + "… (" + key.length() + " characters)";
  }

  /** Shows nothing: the key is a user. */
  @Override
  public String toString() {
    return "Asker";
  }
}
