package io.canaryrouter.simulate;

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

  /** How many times as many requests green's pages make, when it asks for other routes. */
  private static final double MORE_REQUESTS = 1.2;

  private static final double FEWER_REQUESTS = 0.85;

  private final Scenario scenario;
  private final boolean isRough;
  private final Draws draws;
  private final Population users;
  private final Tide tide;
  private final Noise noise;
  private final Forgers forgers;
  private final RouteMix greenMix;
  private final Sessions sessions = new Sessions();
  private final Draws order;
  private Consumer<Sample> samples = sample -> {};
  private int[] due = new int[0];
  private long second;
  private int step;
  private double weight;
  private Phase phase = Phase.QUIET;
  private double load;
  private double warmUp;

  /** The time of the next sample, and how far apart those of this second are. */
  private long nanos;

  private long gapNanos;

  /** The traffic of a scenario; each seed is another rollout. */
  public Traffic(Scenario scenario, long seed) {
    this.scenario = scenario;
    this.isRough = scenario.family() == Family.ROUGH;
    this.draws = new Draws(seed);
    this.order = new Draws(~seed);
    this.users = new Population(scenario, draws);
    this.tide = new Tide(draws);
    this.noise = new Noise(draws);
    this.forgers = new Forgers(scenario.requestsPerSecond(), draws);
    this.greenMix = isRough ? anotherMix() : RouteMix.USUAL;
  }

  private RouteMix anotherMix() {
    return draws.happens(0.5) ? RouteMix.QUICK : RouteMix.SLOW;
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

  /** Whether green answers nothing in the second that comes next, its health path included. */
  public boolean isGreenDown() {
    return scenario.incident().isSeenByProbes() && !phaseOf(second).equals(Phase.QUIET);
  }

  /** Hands out the samples of the next second, in the order of their ends, evenly spread. */
  public void advance(Consumer<Sample> samples) {
    this.samples = samples;
    set();
    double rate = scenario.requestsPerSecond();
    int begun = draws.poisson(SESSION_SHARE * rate / SESSION_LENGTH * tide.traffic());
    int ofBots = draws.poisson(Population.BOTS * BOT_SHARE * rate);
    int ofStorm = isStorm() ? Incident.STORM_REQUESTS : 0;
    int ofForgers = isRough ? forgers.requests(second) : 0;
    nanos = second * NANOS;
    gapNanos = NANOS / Math.max(1, begun + sessions.count(second) + ofBots + ofStorm + ofForgers);
    begin(begun);
    proceed();
    for (int i = 0; i < ofBots; i++) {
      requestOfBot(users.bot((int) (Population.BOTS * draws.uniform())));
    }
    for (int i = 0; i < ofStorm; i++) {
      emit(users.stormer(), true, RouteMix.USUAL.draw(draws), Reply.FAILED);
    }
    for (int i = 0; i < ofForgers; i++) {
      hand(forgers.request(nanos, step + 1L, weight));
    }
    second++;
  }

  private void set() {
    tide.moveTo(second);
    step = stepOf(second);
    weight = scenario.steps().get(step).green().ratio();
    phase = phaseOf(second);
    load = tide.load();
    warmUp = Math.log1p(WARM_UP * Math.exp(-second / WARM_UP_SECONDS));
  }

  private Phase phaseOf(long second) {
    return scenario.incident().at(second - scenario.onsetSecond());
  }

  private boolean isStorm() {
    return scenario.incident() == Incident.STORM && !phase.equals(Phase.QUIET);
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
      int user = users.draw();
      request(sessions.begin(user, (int) Math.ceil(requests * eagerness(user))));
    }
  }

  /** How many times as many requests this user makes as another. */
  private double eagerness(int user) {
    if (users.isHopeless(user)) {
      return Noise.PERSISTENCE;
    }
    if (greenMix == RouteMix.USUAL || !users.isGreen(user, weight)) {
      return 1;
    }
    return greenMix == RouteMix.QUICK ? MORE_REQUESTS : FEWER_REQUESTS;
  }

  /** In any order: by the order of their plans those who try again at once would stand together. */
  private void proceed() {
    int count = 0;
    due = due.length < sessions.count(second) ? new int[2 * sessions.count(second)] : due;
    for (int session = sessions.take(second); session >= 0; session = sessions.next(session)) {
      int place = (int) (order.uniform() * (count + 1));
      due[count++] = due[place];
      due[place] = session;
    }
    for (int i = 0; i < count; i++) {
      request(due[i]);
    }
  }

  private void request(int session) {
    int user = sessions.user(session);
    boolean isGreen = users.isGreen(user, weight);
    int route = (isGreen ? greenMix : RouteMix.USUAL).draw(draws);
    Reply usual = usual(session, user);
    sessions.setLast(session, usual);
    Reply reply = reply(usual, user, isGreen, route);
    emit(user, isGreen, route, reply);
    if (!sessions.hasMore(session) || draws.happens(effect(isGreen).stops())) {
      sessions.end(session);
    } else {
      sessions.plan(session, second + pause(reply));
    }
  }

  private Effect effect(boolean isGreen) {
    return isGreen ? phase.green() : phase.blue();
  }

  private Reply reply(Reply usual, int user, boolean isGreen, int route) {
    return effect(isGreen).reply(usual, route == RouteMix.LAST, users.hash(user), draws);
  }

  /** How whichever stack answers, with nothing wrong. */
  private Reply usual(int session, int user) {
    if (users.isHopeless(user) || failsAnyway(session, user)) {
      return Reply.FAILED;
    }
    return isRough ? noise.reply(sessions.last(session)) : Reply.SERVED;
  }

  private boolean failsAnyway(int session, int user) {
    if (users.isBroken(user)) {
      return draws.happens(Base.BROKEN_ERRORS);
    }
    boolean isFailing = sessions.last(session) == Reply.FAILED;
    return draws.happens(isFailing ? Base.RETRY_ERRORS : scenario.base().episodes);
  }

  private int pause(Reply reply) {
    return reply == Reply.SERVED
        ? Math.min(Sessions.SECONDS - 1, 1 + (int) (PAUSE_MEAN * draws.exponential()))
        : 1;
  }

  private void requestOfBot(int bot) {
    boolean isGreen = users.isGreen(bot, weight);
    int route = RouteMix.USUAL.draw(draws);
    double share = users.isFailingBot(bot) ? Base.BOT_ERRORS : scenario.base().episodes;
    Reply usual = draws.happens(share) ? Reply.FAILED : Reply.SERVED;
    emit(bot, isGreen, route, reply(usual, bot, isGreen, route));
  }

  private void emit(int user, boolean isGreen, int route, Reply reply) {
    boolean isRefused = reply == Reply.REFUSED;
    hand(
        new Sample(
            nanos,
            step + 1L,
            isGreen ? Stack.GREEN : Stack.BLUE,
            reply.outcome,
            reply.status,
            isRefused,
            true,
            users.hash(user),
            users.isVerified(user),
            users.network(user),
            isRefused ? -1 : latency(user, isGreen, route),
            RouteMix.NAMES[route],
            reply.remark()));
  }

  private void hand(Sample sample) {
    samples.accept(sample);
    nanos += gapNanos;
  }

  private long latency(int user, boolean isGreen, int route) {
    double log = RouteMix.logNanos(route) + users.offset(user) + NOISE * draws.normal() + load;
    if (draws.happens(HEAVY)) {
      log += draws.exponential();
    }
    log += effect(isGreen).delay(draws) + (isGreen ? warmUp : 0);
    return (long) Math.exp(log);
  }
}
