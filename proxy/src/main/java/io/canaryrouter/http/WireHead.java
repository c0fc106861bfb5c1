package io.canaryrouter.http;

import org.jspecify.annotations.Nullable;

/**
 * What one direction demands of a message's head; fed line by line, reused for each message.
 *
 * <p>Thread safety: confined to the connection's event loop.
 */
sealed interface WireHead permits RequestHead, ResponseHead {
  /** Forgets the message before. */
  void begin();

  /** Judges the start line; its bytes are free of control characters. */
  @Nullable WireFault startLine(byte[] line, int from, int to);

  /** What it is when the start line is longer than allowed; its first bytes are given. */
  WireFault startLineTooLong(byte[] line, int from, int to);

  @Nullable WireFault field(FieldLine field);

  /** Judges the head as a whole at its end. */
  @Nullable WireFault end();

  /** After the head's end: the body's length in bytes, or a constant of {@link MessageFraming}. */
  long bodyBytes();
}
