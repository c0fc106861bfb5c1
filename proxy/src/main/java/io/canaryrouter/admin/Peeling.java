package io.canaryrouter.admin;

import io.canaryrouter.split.Assignment;
import io.canaryrouter.split.Lists;
import io.canaryrouter.split.Question;
import io.canaryrouter.split.SplitTable;
import io.canaryrouter.split.Stack;
import io.canaryrouter.split.Weight;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What the split itself says of a question when the rule that decided is taken away, and the next,
 * until none is left. So the rules' order and meaning stand in one place, which is not here.
 *
 * <p>Stateless. Cost: one assignment a rule.
 */
final class Peeling {
  private Peeling() {}

  /** What each rule that applies would decide, strongest first; the first one decides. */
  static List<Assignment> of(Question asked, Ground given) {
    List<Assignment> applying = new ArrayList<>();
    Question question = asked;
    Ground ground = given;
    Assignment next = ground.assign(question);
    while (next.reason().compareTo(Assignment.Reason.RANK) < 0
        && next.reason() != Assignment.Reason.ANONYMOUS) {
      applying.add(next);
      question = without(next.reason(), question);
      ground = without(next.reason(), ground);
      next = ground.assign(question);
    }
    applying.add(next);
    return applying;
  }

  /** The smallest weight at which such a request is green once nothing holds all on blue. */
  static @Nullable Weight greenFrom(Question question, Ground given) {
    if (released(question, given, Weight.ALL).stack() != Stack.GREEN) {
      return null;
    }
    int blue = -1;
    int green = Weight.ALL.basisPoints();
    while (green - blue > 1) {
      int middle = (blue + green) >>> 1;
      if (released(question, given, new Weight(middle)).stack() == Stack.GREEN) {
        green = middle;
      } else {
        blue = middle;
      }
    }
    return new Weight(green);
  }

  /** What would decide at a weight once nothing holds everyone on blue. */
  static Assignment released(Question question, Ground given, Weight green) {
    SplitTable now = given.table();
    SplitTable released =
        new SplitTable(now.revision(), now.epoch(), green, now.salt(), null, null, false);
    return given.with(released).guarded().proven().assign(question);
  }

  private static Question without(Assignment.Reason reason, Question asked) {
    Lists lists = asked.lists();
    return switch (reason) {
      case PIN -> new Question(asked.key(), null, asked.override(), lists);
      case OVERRIDE -> new Question(asked.key(), asked.pin(), null, lists);
      case DENY -> withLists(asked, new Lists(lists.allow(), Set.of()));
      case ALLOW -> withLists(asked, new Lists(Set.of(), lists.deny()));
      default -> asked;
    };
  }

  private static Question withLists(Question asked, Lists lists) {
    return new Question(asked.key(), asked.pin(), asked.override(), lists);
  }

  private static Ground without(Assignment.Reason reason, Ground given) {
    SplitTable now = given.table();
    return switch (reason) {
      case FORCED -> given.with(held(now, now.latch(), now.hold(), false));
      case LATCH -> given.with(held(now, null, now.hold(), now.forcedBlue()));
      case DOUBT, AWAY -> given.with(held(now, now.latch(), null, now.forcedBlue()));
      case GUARDIAN -> given.guarded();
      case UNPROBED -> given.proven();
      default -> given;
    };
  }

  private static SplitTable held(
      SplitTable now,
      SplitTable.@Nullable Latch latch,
      SplitTable.@Nullable Hold hold,
      boolean forcedBlue) {
    return new SplitTable(
        now.revision(), now.epoch(), now.green(), now.salt(), latch, hold, forcedBlue);
  }
}
