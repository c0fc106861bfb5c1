package io.canaryrouter.http;

import io.canaryrouter.measure.Wanting;
import io.canaryrouter.split.Assignment;
import io.canaryrouter.split.Stack;
import io.netty.handler.codec.http.HttpResponse;
import org.jspecify.annotations.Nullable;

/**
 * When what green fails is asked of blue as well: a user whom the split has sent to green should
 * get what it would get without the canary.
 *
 * <p>Never the other way round: blue's failures are what users know. Nor for whom a person has sent
 * to green by a pin or an override, who wants to see green. Whatever blue answers that is no
 * failure is better, a 404 or a 401 too. Immutable.
 */
final class SecondOpinion implements SecondAsking.Rule {
  private final Upstream blue;

  private SecondOpinion(Upstream blue) {
    this.blue = blue;
  }

  /** For a request of which blue is asked when green fails it; null for any other. */
  static @Nullable SecondOpinion of(Visitor visitor, Edge.Routing routing) {
    boolean applies =
        visitor.assignment().stack() == Stack.GREEN
            && !isByForce(visitor.assignment().reason())
            && routing.settings().asksSecondOpinion(visitor.rules().route());
    return applies ? new SecondOpinion(routing.backends().blue()) : null;
  }

  private static boolean isByForce(Assignment.Reason reason) {
    return reason == Assignment.Reason.PIN || reason == Assignment.Reason.OVERRIDE;
  }

  @Override
  public Wanting wanting() {
    return Wanting.SUCCESS;
  }

  @Override
  public boolean isWanting(HttpResponse response, Upstream from) {
    return from.stack() == Stack.GREEN && response.status().code() >= 500;
  }

  /** Blue always. */
  @Override
  public boolean mayAsk() {
    return true;
  }

  @Override
  public Upstream other() {
    return blue;
  }

  @Override
  public boolean isBetter(HttpResponse response) {
    return response.status().code() < 500 && !PlatformAnswer.isOne(response);
  }

  @Override
  public Failure failure(HttpResponse first) {
    return PlatformAnswer.isOne(first) ? Failure.PLATFORM : Failure.SERVER_ERROR;
  }
}
