package io.canaryrouter.config;

import io.canaryrouter.split.Weight;
import java.util.List;

/** The keys of {@code split}. */
final class SplitKeys {
  static final Key<Weight> GREEN =
      Key.of(
          "split.green", Kinds.WEIGHT, "0%", "Green's share of the users; never finer than 0.01%.");
  static final Key<String> SALT =
      Key.of(
          "split.salt",
          Kinds.TEXT,
          "",
          "Reshuffles the users; empty is the plain hash of the key.");
  static final Key<List<String>> ALLOW =
      Key.of(
          "split.allow",
          Kinds.USERS,
          List.of(),
          "Keys of users who go to green at any weight; they are not judged.");
  static final Key<List<String>> DENY =
      Key.of(
          "split.deny",
          Kinds.USERS,
          List.of(),
          "Keys of users who never go to green; stronger than allow; they are not judged.");
  static final Key<String> OVERRIDE_SECRET =
      Key.of(
          "split.override.secret",
          Kinds.SECRET,
          "${CANARY_OVERRIDE_SECRET:}",
          "Signs X-Canary-Override, which canary override makes; empty is no override.");
  static final Key<Boolean> EXPOSE =
      Key.of(
          "split.expose",
          Kinds.SWITCH,
          "false",
          "Whether clients see X-Canary-Stack in responses.");

  static final Key<Boolean> CDN_PRIVATE =
      Key.of(
          "split.cdn-private",
          Kinds.SWITCH,
          "false",
          "Whether answers say CDN-Cache-Control: private while users are on both stacks.");

  static final List<Key<?>> ALL =
      List.of(GREEN, SALT, ALLOW, DENY, OVERRIDE_SECRET, EXPOSE, CDN_PRIVATE);

  static final List<Section> SECTIONS =
      List.of(
          new Section("split", GREEN.path(), "Who goes to green; a lone weight will do."),
          Section.of(
              "split.override", "A signed request field that chooses the stack, for tests."));

  private SplitKeys() {}
}
