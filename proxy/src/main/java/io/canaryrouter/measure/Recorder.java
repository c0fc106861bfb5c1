package io.canaryrouter.measure;

import io.canaryrouter.identity.IdentitySource;
import io.canaryrouter.split.OverrideReading;
import io.canaryrouter.split.Stack;

/**
 * Where one event loop writes what it sees. Confined to that loop: a single writer, no lock, no
 * wait; the control thread reads beside it.
 */
public interface Recorder {
  /** A request has been assigned to a stack and is in flight. */
  void began(Stack stack);

  /**
   * A request that {@link #began} has ended; called exactly once for each, also for one that is
   * counted before its end (a tunnel, a hung request): later news of it adds nothing.
   *
   * @param sample what the judge sees of it
   * @param firstByteNanos from the first byte of the request to the first of the response that a
   *     stack gave; negative when none did
   * @param totalNanos from the first byte of the request to the last of the response
   */
  void ended(Sample sample, long firstByteNanos, long totalNanos);

  /** A request was refused before it had a stack. */
  void refused(Outcome outcome);

  /** A connection to a stack was made, TLS included. */
  void connected(Stack stack, long nanos);

  /** A request's user was found. */
  void identified(IdentitySource source);

  /**
   * A client went over to the other stack because it has become somebody else: its token names
   * another user than its cookie did.
   */
  void crossed();

  /** A request carried an override. */
  void overridden(OverrideReading reading);

  /** Blue answered in green's place; the reason is a {@code Failure}'s label. */
  void rescued(String reason);

  /**
   * The assigned stack gave an answer for which the other one may have had a better one.
   *
   * @param assigned the stack whose answer left something to be wished for
   */
  void askedAgain(Stack assigned, Wanting wanting, SecondAnswer answer);

  /** A stack's platform answered in its place. */
  void answeredByPlatform(Stack stack);

  /** A tunnel or event stream began. */
  void tunnelOpened(Stack stack);

  /** A tunnel or event stream ended. */
  void tunnelClosed(Stack stack);
}
