package io.canaryrouter.http;

/** How far an {@link Exchange} has come. */
enum ExchangeState {
  /** On its way to a connection. */
  SEEKING,
  /** Being sent, or waiting for the response head. */
  SENT,
  /** A response comes in that the client does not get, or not yet. */
  WITHHELD,
  /** The client is receiving the response. */
  RESPONDING,
  /** Over. */
  DONE
}
