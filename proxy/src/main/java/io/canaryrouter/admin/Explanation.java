package io.canaryrouter.admin;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.canaryrouter.identity.IdentitySource;
import io.canaryrouter.identity.TokenReading;
import io.canaryrouter.routes.Rules;
import io.canaryrouter.split.Assignment;
import io.canaryrouter.split.Bucket;
import io.canaryrouter.split.OverrideReading;
import io.canaryrouter.split.OverrideSeal;
import io.canaryrouter.split.Question;
import io.canaryrouter.split.SplitTable;
import io.canaryrouter.split.Weight;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Says where a request goes, and why, by asking what the data plane asks: who it is, what the rules
 * say of it, and the split. Confined to one thread.
 */
public final class Explanation {
  private final Inquiry inquiry;
  private final Ground ground;
  private final Asker asker;
  private final Rules.Reading reading;
  private final Question question;
  private final List<Assignment> applying;
  private final Reasons reasons;

  private Explanation(Inquiry inquiry, Ground ground) {
    this.inquiry = inquiry;
    this.ground = ground;
    this.asker = Asker.of(inquiry, ground.identifier());
    this.reading =
        new LikelyRequest(
                inquiry,
                asker.reading() == null ? null : inquiry.key(),
                "",
                ground.identifier().settings())
            .read(ground.rules(), ground.epochSeconds());
    this.question = reading.question(asker.key());
    this.applying = Peeling.of(question, ground);
    this.reasons = new Reasons(ground, inquiry, asker, reading);
  }

  /** The answer, as the API gives it and {@code canary why} prints it. */
  public static ObjectNode of(Inquiry inquiry, Ground ground) {
    return new Explanation(inquiry, ground).node();
  }

  private ObjectNode node() {
    Assignment decided = applying.get(0);
    String stack = isEither() ? null : decided.stack().label();
    String because = isEither() ? reasons.either() : reasons.because(decided.reason());
    ObjectNode why =
        Json.newObject()
            .put("answer", (stack == null ? "blue or green" : stack) + ", because " + because)
            .put("stack", stack)
            .put("reason", decided.reason().label())
            .put("judged", decided.isJudged() && !reading.isExcluded())
            .put("key", asker.shown())
            .put("source", asker.source());
    addVerification(why);
    addPlace(why);
    addGreenFrom(why);
    if (inquiry.path() != null) {
      why.put("route", reading.label());
    }
    addOverride(why);
    addRules(why.putArray("rules"));
    return why.put("from", ground.isRunning() ? "router" : "file")
        .put("revision", ground.table().revision())
        .put("epoch", ground.table().epoch());
  }

  /** Whether both stacks are possible, since what decides was not given or is drawn anew. */
  private boolean isEither() {
    boolean byKey = applying.get(0).reason().compareTo(Assignment.Reason.DENY) >= 0;
    int actual = ground.actual().basisPoints();
    boolean bySize = actual > 0 && actual < Bucket.COUNT;
    boolean byList =
        asker.source().equals(IdentitySource.ADDRESS.label())
            && !(reading.lists().allow().isEmpty() && reading.lists().deny().isEmpty());
    return asker.isOpen() && byKey && (bySize || byList);
  }

  private void addVerification(ObjectNode why) {
    TokenReading token = asker.reading();
    if (token != null) {
      why.putObject("verification")
          .put("result", token.verification().label())
          .put("sentence", token.sentence(ground.identifier().settings()));
    }
  }

  private void addPlace(ObjectNode why) {
    SplitTable table = ground.table();
    String key = asker.ownKey();
    if (key != null) {
      long hash = Bucket.hash(table.salt(), key);
      why.put("hash", String.format("%016x", hash))
          .put("bucket", Bucket.of(hash))
          .put("rank", Bucket.rank(Bucket.of(hash)));
    }
    why.put("weight", table.green().toString()).put("actual", ground.actual().toString());
  }

  private void addGreenFrom(ObjectNode why) {
    Weight from = Peeling.greenFrom(question, ground);
    Assignment then = Peeling.released(question, ground, from == null ? Weight.ALL : from);
    String means = reasons.greenFrom(applying.get(0), from, then);
    why.put("green_from", from == null || asker.isOpen() ? null : from.toString())
        .put("green_from_means", means);
  }

  private void addOverride(ObjectNode why) {
    OverrideReading read = reading.override();
    String given = inquiry.override();
    if (given == null) {
      return;
    }
    ObjectNode override =
        why.putObject("override").put("result", read == null ? "unchecked" : read.label());
    if (read != null && read != OverrideReading.WRONG) {
      override.put("until", Reasons.moment(OverrideSeal.until(given)));
    }
  }

  private void addRules(ArrayNode rules) {
    for (Rule rule : Rule.values()) {
      Assignment said = said(rule);
      rules
          .addObject()
          .put("rule", rule.label())
          .put("title", rule.title())
          .put("stack", said == null || isEither() ? null : said.stack().label())
          .put("decides", rule.decides(applying.get(0).reason()))
          .put("says", reasons.says(rule));
    }
  }

  private @Nullable Assignment said(Rule rule) {
    return applying.stream().filter(each -> rule.decides(each.reason())).findFirst().orElse(null);
  }
}
