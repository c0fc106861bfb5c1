package io.canaryrouter.admin;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.canaryrouter.identity.JwtReader;
import io.canaryrouter.identity.TokenReading;
import io.canaryrouter.identity.UserIdentifier;
import io.canaryrouter.split.Assignment;
import io.canaryrouter.split.Bucket;
import io.canaryrouter.split.SplitTable;
import io.canaryrouter.split.Stack;
import io.canaryrouter.split.Weight;

/** Says where a user key or a token goes, and why. Stateless. */
final class Explanation {
  private Explanation() {}

  /** Explains a key; text that reads as a token is explained by the claim in it. */
  static ObjectNode of(String keyOrToken, AdminParts parts) {
    if (keyOrToken.isEmpty() || keyOrToken.length() > JwtReader.MAX_TOKEN_CHARS) {
      throw new Problem(
          400,
          "\"key\" is a user key or a token of 1 to " + JwtReader.MAX_TOKEN_CHARS + " characters");
    }
    UserIdentifier identifier = parts.identifier().get();
    TokenReading reading = identifier.explain(keyOrToken);
    String claim = reading.claim();
    String key = claim == null ? keyOrToken : claim;
    boolean greenHasBeenUp = parts.edge().stack(Stack.GREEN).hasBeenUp();
    SplitTable table = parts.splitter().table();
    long hash = Bucket.hash(table.salt(), key);
    int bucket = Bucket.of(hash);
    int rank = Bucket.rank(bucket);
    Assignment assignment =
        parts.splitter().assign(parts.rules().get().ofUser(key), greenHasBeenUp);
    ObjectNode why =
        Json.newObject()
            .put("key", key)
            .put("source", claim == null ? "key" : "token")
            .put("hash", String.format("%016x", hash))
            .put("bucket", bucket)
            .put("rank", rank)
            .put("weight", table.green().toString())
            .put("actual", parts.splitter().actual(greenHasBeenUp).toString())
            .put("stack", assignment.stack().label())
            .put("reason", assignment.reason().label())
            .put("green_from", new Weight(rank + 1).toString())
            .put("revision", table.revision())
            .put("epoch", table.epoch());
    if (claim != null) {
      why.putObject("verification")
          .put("result", reading.verification().label())
          .put("sentence", reading.sentence(identifier.settings()));
    }
    return why;
  }
}
