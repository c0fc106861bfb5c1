package io.canaryrouter.simulate;

import io.canaryrouter.measure.Outcome;
import io.canaryrouter.measure.Sample;
import io.canaryrouter.split.Stack;
import io.canaryrouter.split.Weight;
import java.util.function.Consumer;

/**
 * The requests of one rollout, second by second, as the judge would see them.
 *
 * <p>Traffic that is hard to judge, as real traffic is: a few users make much of it, come in
 * sessions and fail again and again; five bots send a hundredth each; there are day and night and
 * bursts; latencies are lognormal with a heavy tail, and differ from user to user. The same seed
 * gives the same samples. Virtual time begins at 0 with green's start.
 *
 * <p>Confined to one thread. A request costs about 60 ns and allocates its {@link Sample}.
 */
public final class Traffic {
  private static final long NANOS = 1_000_000_000L;
  private static final double SESSION_SHARE = 0.95;
  private static final double SESSION_LENGTH = 15;
  private static final double SESSION_MEAN = 14.5;
  private static final double PAUSE_MEAN = 5.5;
  private static final double BOT_SHARE = 0.01;
  private static final double NOISE = 0.45;
  private static final double HEAVY = 0.02;
  private static final double WARM_UP = 2;
  private static final double WARM_UP_SECONDS = 40;

  private final Scenario scenario;
  private final Draws draws;
  private final Population users;
  private final Tide tide;
  private final Sessions sessions = new Sessions();
  private Consumer<Sample> samples = sample -> {};
  private long second;
  private int step;
  private double weight;
  private boolean isOn;
  private Effect greenEffect = Effect.NONE;
  private Effect blueEffect = Effect.NONE;
  private double load;
  private double warmUp;

  /** The time of the next sample, and how far apart those of this second are. */
  private long nanos;

  private long gapNanos;

  /** The traffic of a scenario; each seed is another rollout. */
  public Traffic(Scenario scenario, long seed) {
    this.scenario = scenario;
    this.draws = new Draws(seed);
    this.users = new Population(scenario.requestsPerSecond(), scenario.base(), draws);
    this.tide = new Tide(draws);
  }

  /** The second that comes next, from 0 on. */
  public long second() {
    return second;
  }

  /** Whether the rollout is over. */
  public boolean isOver() {
    return second >= scenario.seconds();
  }

  /** Green's weight in the second that comes next. */
  public Weight green() {
    return scenario.steps().get(stepOf(second)).green();
  }

  /** Whether green refuses connections in the second that comes next. */
  public boolean isGreenDown() {
    return scenario.incident() == Incident.CONN && scenario.incident().isOn(sinceOnset());
  }

  /** Hands out the samples of the next second, in the order of their ends, evenly spread. */
  public void advance(Consumer<Sample> samples) {
    this.samples = samples;
    set();
    double rate = scenario.requestsPerSecond();
    int begun = draws.poisson(SESSION_SHARE * rate / SESSION_LENGTH * tide.traffic());
    int ofBots = draws.poisson(Population.BOTS * BOT_SHARE * rate);
    int ofStorm = isOn && scenario.incident() == Incident.STORM ? Incident.STORM_REQUESTS : 0;
    nanos = second * NANOS;
    gapNanos = NANOS / Math.max(1, begun + sessions.count(second) + ofBots + ofStorm);
    begin(begun);
    proceed();
    for (int i = 0; i < ofBots; i++) {
      requestOfBot(users.bot((int) (Population.BOTS * draws.uniform())));
    }
    for (int i = 0; i < ofStorm; i++) {
      emit(users.stormer(), true, RouteMix.draw(draws), true);
    }
    second++;
  }

  private void set() {
    tide.moveTo(second);
    step = stepOf(second);
    weight = scenario.steps().get(step).green().ratio();
    isOn = scenario.incident().isOn(sinceOnset());
    greenEffect = isOn ? scenario.incident().green : Effect.NONE;
    blueEffect = isOn ? scenario.incident().blue : Effect.NONE;
    load = tide.load();
    warmUp = Math.log1p(WARM_UP * Math.exp(-second / WARM_UP_SECONDS));
  }

  private long sinceOnset() {
    return second - scenario.onsetSecond();
  }

  private int stepOf(long second) {
    int last = scenario.steps().size() - 1;
    while (scenario.steps().get(last).second() > second) {
      last--;
    }
    return last;
  }

  private void begin(int count) {
    for (int i = 0; i < count; i++) {
      int requests = 1 + (int) (SESSION_MEAN * draws.exponential());
      request(sessions.begin(users.draw(), requests));
    }
  }

  private void proceed() {
    int session = sessions.take(second);
    while (session >= 0) {
      int next = sessions.next(session);
      request(session);
      session = next;
    }
  }

  private void request(int session) {
    int user = sessions.user(session);
    boolean isGreen = users.isGreen(user, weight);
    Effect effect = isGreen ? greenEffect : blueEffect;
    int route = RouteMix.draw(draws);
    boolean isFailure =
        failsAnyway(session, user) || effect.fails(route == RouteMix.LAST, users.hash(user), draws);
    emit(user, isGreen, route, isFailure);
    if (!sessions.hasMore(session) || draws.happens(effect.stops())) {
      sessions.end(session);
    } else {
      sessions.plan(session, second + pause(isFailure));
    }
  }

  /** Whether it fails on whichever stack, with nothing wrong. */
  private boolean failsAnyway(int session, int user) {
    if (users.isBroken(user)) {
      return draws.happens(Base.BROKEN_ERRORS);
    }
    double share = sessions.isFailing(session) ? Base.RETRY_ERRORS : scenario.base().episodes;
    boolean isFailing = draws.happens(share);
    sessions.setFailing(session, isFailing);
    return isFailing;
  }

  private int pause(boolean isFailure) {
    return isFailure
        ? 1
        : Math.min(Sessions.SECONDS - 1, 1 + (int) (PAUSE_MEAN * draws.exponential()));
  }

  private void requestOfBot(int bot) {
    boolean isGreen = users.isGreen(bot, weight);
    int route = RouteMix.draw(draws);
    double share = users.isFailingBot(bot) ? Base.BOT_ERRORS : scenario.base().episodes;
    boolean isFailure =
        draws.happens(share)
            || (isGreen ? greenEffect : blueEffect)
                .fails(route == RouteMix.LAST, users.hash(bot), draws);
    emit(bot, isGreen, route, isFailure);
  }

  private void emit(int user, boolean isGreen, int route, boolean isFailure) {
    boolean isRefused = isGreen && isOn && scenario.incident() == Incident.CONN;
    Outcome failure = isRefused ? Outcome.REFUSED : Outcome.SERVER_ERROR;
    samples.accept(
        new Sample(
            nanos,
            step + 1L,
            isGreen ? Stack.GREEN : Stack.BLUE,
            isFailure ? failure : Outcome.OK,
            isFailure && !isRefused ? 500 : 200,
            isRefused,
            true,
            users.hash(user),
            isRefused ? -1 : latency(user, isGreen, route),
            RouteMix.NAMES[route]));
    nanos += gapNanos;
  }

  private long latency(int user, boolean isGreen, int route) {
    double log = RouteMix.logNanos(route) + users.offset(user) + NOISE * draws.normal() + load;
    if (draws.happens(HEAVY)) {
      log += draws.exponential();
    }
    log += isGreen ? warmUp + greenEffect.delay(draws) : blueEffect.delay(draws);
    return (long) Math.exp(log);
  }
}
