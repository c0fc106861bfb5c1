package io.canaryrouter.simulate;

import io.canaryrouter.split.Weight;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/**
 * A rollout to be simulated. Immutable.
 *
 * @param requestsPerSecond those of both stacks, in the mean of day and night
 * @param steps green's weights, the first from second 0 on
 * @param base how much fails when nothing is wrong
 * @param incident what goes wrong
 * @param onsetSecond when it does
 * @param seconds how long the rollout is watched
 * @param family what kind of traffic it is
 */
public record Scenario(
    double requestsPerSecond,
    List<Step> steps,
    Base base,
    Incident incident,
    long onsetSecond,
    long seconds,
    Family family) {
  /** When an incident begins: in the middle of an hour that tests might begin anew with. */
  public static final long ONSET = 4_800;

  private static final long HORIZON = TimeUnit.HOURS.toSeconds(4);
  private static final long PLAN = TimeUnit.HOURS.toSeconds(48);
  private static final List<Weight> RAMP =
      List.of(new Weight(100), new Weight(500), new Weight(1_000), new Weight(2_500));

  /** A weight of green, from a second on. */
  public record Step(long second, Weight green) {}

  public Scenario {
    steps = List.copyOf(steps);
    if (!(requestsPerSecond > 0) || Double.isInfinite(requestsPerSecond)) {
      throw new IllegalArgumentException("requests a second are above 0");
    }
    if (steps.isEmpty() || steps.get(0).second() != 0) {
      throw new IllegalArgumentException("the first step begins at second 0");
    }
    if (seconds <= 0) {
      throw new IllegalArgumentException("a rollout lasts a second or longer");
    }
  }

  /** One of the traffic that the judge was designed on. */
  public Scenario(
      double requestsPerSecond,
      List<Step> steps,
      Base base,
      Incident incident,
      long onsetSecond,
      long seconds) {
    this(requestsPerSecond, steps, base, incident, onsetSecond, seconds, Family.PLAIN);
  }

  /** A green that is like blue, for 48 hours. */
  public static Scenario healthy(double requestsPerSecond, Weight green, Base base) {
    return new Scenario(
        requestsPerSecond, List.of(new Step(0, green)), base, Incident.NONE, PLAN, PLAN);
  }

  /** A green that is like blue, 12 hours each at 1, 5, 10 and 25 %. */
  public static Scenario ramp(double requestsPerSecond, Base base) {
    long each = PLAN / RAMP.size();
    List<Step> steps =
        RAMP.stream().map(green -> new Step(each * RAMP.indexOf(green), green)).toList();
    return new Scenario(requestsPerSecond, steps, base, Incident.NONE, PLAN, PLAN);
  }

  /** A rollout in which something goes wrong after 80 minutes, watched for four hours more. */
  public static Scenario of(double requestsPerSecond, Weight green, Base base, Incident incident) {
    return new Scenario(
        requestsPerSecond, List.of(new Step(0, green)), base, incident, ONSET, ONSET + HORIZON);
  }

  /** The same, watched for so many hours after the onset. */
  public Scenario watched(long hours) {
    return lasting(onsetSecond + TimeUnit.HOURS.toSeconds(hours), family);
  }

  /** The same, ended after so many seconds. */
  public Scenario until(long second) {
    return lasting(second, family);
  }

  /** The same with traffic of the other family. */
  public Scenario rough() {
    return lasting(seconds, Family.ROUGH);
  }

  private Scenario lasting(long seconds, Family family) {
    return new Scenario(requestsPerSecond, steps, base, incident, onsetSecond, seconds, family);
  }

  /** For a table: {@code 100/s × 10%, ERR_5, base LOW}. */
  @Override
  public String toString() {
    String rate =
        requestsPerSecond < 1
            ? Double.toString(requestsPerSecond)
            : String.format(Locale.ROOT, "%.0f", requestsPerSecond);
    String weights =
        steps.size() == 1 ? steps.get(0).green().toString() : "ramp to " + last().green();
    String traffic = family == Family.PLAIN ? "" : ", rough";
    return rate + "/s × " + weights + ", " + incident + ", base " + base + traffic;
  }

  private Step last() {
    return steps.get(steps.size() - 1);
  }
}
