package io.canaryrouter.http;

import io.canaryrouter.measure.SecondAnswer;
import io.canaryrouter.measure.Wanting;
import io.netty.handler.codec.http.HttpResponse;
import org.jspecify.annotations.Nullable;

/** Hears what becomes of one exchange. Confined to the exchange's event loop. */
interface Report {
  /** The id under which every log knows the request; meaningful once its fields are prepared. */
  String requestId();

  /** The request has begun. */
  void began();

  /** Green has failed; blue is asked. */
  void rescued(Failure failure);

  /**
   * What became of an answer that the other stack may have had a better one for. With {@link
   * SecondAnswer#BETTER}, the client gets the other stack's, else the first. Told at most once.
   */
  void secondAnswer(Wanting wanting, SecondAnswer answer);

  /** The client goes over to the other stack as it gets its cookie. May be told more than once. */
  void crossed();

  /**
   * The response has a head.
   *
   * <p>Told again when the client gets another one after all.
   *
   * @param headNanos when the head's first byte came
   * @param latency from the request's last byte to the head's first; negative when there is none
   */
  void answered(HttpResponse response, long headNanos, long latency);

  /** The response head is so late that it no longer matters. May be told more than once. */
  void hung();

  /** The router answers itself. */
  void refused(Failure failure);

  /** A piece of the response has been passed on. */
  void sent(int bytes);

  /** The response has become a tunnel or an event stream. */
  void tunnelBegan();

  /** A tunnel is over. */
  void tunnelEnded(TunnelEnd end);

  /** The exchange is over; failure is null when it went well. Told once. */
  void ended(@Nullable Failure failure, long requestBytes);
}
