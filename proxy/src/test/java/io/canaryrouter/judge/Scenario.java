package io.canaryrouter.judge;

import io.canaryrouter.measure.Outcome;
import io.canaryrouter.measure.Sample;
import io.canaryrouter.routes.Route;
import io.canaryrouter.split.Stack;
import io.canaryrouter.split.StackHealth;
import io.canaryrouter.split.Weight;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A guard, its clock, and users and stacks that do as they are told. */
final class Scenario {
  static final Weight TENTH = new Weight(1_000);

  final LiteralGuard guard;
  long nanos = TimeUnit.DAYS.toNanos(3);
  private long goodProbes = 10;
  private long failedProbes;
  private int healthyGreen = 1;
  private int healthyBlue = 1;
  private long users;

  Scenario() {
    this(GuardSettings.DEFAULT);
  }

  Scenario(GuardSettings settings, Route... routes) {
    guard = new LiteralGuard(settings, List.of(routes));
    guard.start(nanos, TENTH);
    probes();
  }

  void healthy(int green, int blue) {
    healthyGreen = green;
    healthyBlue = blue;
  }

  /** A second in which both stacks are probed. */
  void second() {
    nanos += 1_000_000_000L;
    goodProbes += healthyGreen;
    failedProbes += healthyGreen == 0 ? 1 : 0;
    probes();
    guard.tick(nanos);
  }

  void seconds(int count) {
    for (int i = 0; i < count; i++) {
      second();
    }
  }

  /** A probe of green has failed, without taking it down. */
  void badProbe() {
    failedProbes++;
  }

  private void probes() {
    guard.health(nanos, Stack.GREEN, new StackHealth(1, healthyGreen, goodProbes, failedProbes));
    guard.health(nanos, Stack.BLUE, new StackHealth(1, healthyBlue, 10, 0));
  }

  void green(int count, Outcome outcome) {
    send(Stack.GREEN, count, outcome, false, 5, Route.OTHER);
  }

  void blue(int count, Outcome outcome) {
    send(Stack.BLUE, count, outcome, false, 5, Route.OTHER);
  }

  /** Green refuses, and blue answers in its place. */
  void covered(int count) {
    send(Stack.GREEN, count, Outcome.REFUSED, true, 5, Route.OTHER);
  }

  void slow(Stack stack, int count, long millis) {
    send(stack, count, Outcome.OK, false, millis, Route.OTHER);
  }

  void send(Stack stack, int count, Outcome outcome, boolean rescued, long millis, String route) {
    for (int i = 0; i < count; i++) {
      guard.record(
          new Sample(
              nanos,
              1,
              stack,
              outcome,
              status(outcome, rescued),
              rescued,
              true,
              users++,
              TimeUnit.MILLISECONDS.toNanos(millis),
              route));
    }
  }

  private static int status(Outcome outcome, boolean rescued) {
    return switch (outcome) {
      case OK -> 200;
      case CLIENT_ERROR -> 404;
      case AUTH -> 401;
      default -> rescued ? 200 : 502;
    };
  }

  /** Each second so many requests of green, one in so many of them failing, and blue as told. */
  void traffic(int seconds, int greenFailing, int greenGood, int blueFailing, int blueGood) {
    for (int i = 0; i < seconds; i++) {
      blue(blueFailing, Outcome.SERVER_ERROR);
      blue(blueGood, Outcome.OK);
      green(greenFailing, Outcome.SERVER_ERROR);
      green(greenGood, Outcome.OK);
      second();
    }
  }

  Verdict.Level level() {
    return guard.verdict().level();
  }

  Verdict.Action action() {
    return guard.verdict().action();
  }

  CriterionStatus criterion(String name) {
    return guard.criteria().stream()
        .filter(status -> status.criterion().equals(name))
        .findFirst()
        .orElseThrow();
  }

  List<String> criteria() {
    List<String> names = new ArrayList<>();
    guard.criteria().forEach(status -> names.add(status.criterion()));
    return names;
  }
}
