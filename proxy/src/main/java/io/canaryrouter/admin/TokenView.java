package io.canaryrouter.admin;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.canaryrouter.identity.FailureShare;
import io.canaryrouter.identity.JwksStatus;
import io.canaryrouter.identity.UserIdentifier;
import io.canaryrouter.identity.Verification;
import io.canaryrouter.identity.VerificationStatus;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Tokens and their verification in the state. Stateless. */
final class TokenView {
  private TokenView() {}

  static ObjectNode of(UserIdentifier identifier) {
    ObjectNode identity = Json.newObject();
    ObjectNode tokens = identity.putObject("tokens");
    for (Verification verification : Verification.values()) {
      tokens.put(verification.label(), identifier.figures().of(verification));
    }
    identity.set("verification", verification(identifier.verification()));
    return identity;
  }

  private static @Nullable ObjectNode verification(@Nullable VerificationStatus status) {
    if (status == null) {
      return null;
    }
    FailureShare failures = status.failures();
    ObjectNode node =
        Json.newObject()
            .put("on_failure", status.onFailure().name().toLowerCase(Locale.ROOT))
            .put("jumped", failures.isJump())
            .put("failed", failures.failed())
            .put("checked", failures.checked())
            .put("usual_share", failures.usual())
            .put("sentence", failures.sentence());
    node.set("jwks", jwks(status.jwks()));
    return node;
  }

  private static @Nullable ObjectNode jwks(@Nullable JwksStatus jwks) {
    return jwks == null
        ? null
        : Json.newObject()
            .put("keys", jwks.keys())
            .put("age_seconds", jwks.ageSeconds())
            .put("trouble", jwks.trouble());
  }
}
