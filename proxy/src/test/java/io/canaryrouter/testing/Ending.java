package io.canaryrouter.testing;

import java.io.EOFException;
import java.io.IOException;

/** How a message, or a connection, ended. */
public enum Ending {
  /** The message's own framing said that it is whole. */
  COMPLETE,
  /** The peer closed where no framing says how much was to come: whole or not, nobody can tell. */
  CLOSED,
  /** The peer closed in the middle of the message. */
  CUT,
  /** The peer reset the connection. */
  RESET,
  /** What came is no HTTP message. */
  MALFORMED;

  static Ending of(IOException failure) {
    if (failure instanceof MalformedMessage) {
      return MALFORMED;
    }
    return failure instanceof EOFException ? CUT : RESET;
  }
}
